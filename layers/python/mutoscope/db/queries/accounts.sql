-- name: get_user
SELECT * FROM users WHERE user_id = :user_id AND deleted_at IS NULL

-- name: user_by_email
SELECT * FROM users WHERE email_key = :email_key AND deleted_at IS NULL

-- name: user_by_identity
SELECT u.* FROM identities i JOIN users u ON u.user_id = i.user_id
 WHERE i.issuer = :issuer AND i.subject = :subject AND u.deleted_at IS NULL

-- name: register_user
SELECT outcome,
       CASE WHEN outcome = 'registered'
            THEN audit(CAST(:actor AS jsonb), 'user.registered', 'user', CAST(:user AS jsonb) ->> 'user_id', NULL, NULL)
       END AS entry_id
  FROM register_user(CAST(:user AS jsonb)) AS outcome

-- name: begin_login_attempt
SELECT begin_login_attempt(CAST(:account AS text), CAST(:address AS text), EXISTS (
           SELECT 1 FROM sessions s JOIN users u ON u.user_id = s.user_id
            WHERE u.email_key = :email_key AND s.address = :address AND s.revoked_at IS NULL AND s.expires_at > now()
       )) AS wait

-- name: forget_login_attempts
DELETE FROM login_attempts WHERE account = :account AND address IN ('', CAST(:address AS text))

-- name: open_session
-- The row of the user is locked and looked at again: a password that was changed a moment ago opens nothing.
WITH owner AS (
    SELECT user_id, role FROM users
     WHERE user_id = :user_id AND is_active AND deleted_at IS NULL
       AND (CAST(:password_hash AS text) IS NULL OR password_hash = CAST(:password_hash AS text))
       FOR SHARE
), session AS (
    INSERT INTO sessions (session_id, user_id, user_agent, address)
    SELECT :session_id, user_id, :user_agent, :address FROM owner
    RETURNING session_id, expires_at
), token AS (
    INSERT INTO refresh_tokens (digest, session_id) SELECT :digest, session_id FROM session
), long_over AS (
    DELETE FROM sessions WHERE user_id = :user_id AND expires_at < now() - interval '30 days'
)
SELECT session.session_id, session.expires_at, owner.role,
       audit(CAST(:actor AS jsonb) || jsonb_build_object('user_id', owner.user_id, 'role', owner.role,
                                                         'session_id', session.session_id),
             'session.opened', 'session', session.session_id, NULL,
             jsonb_build_object('by', CAST(:by AS text))) AS entry_id
  FROM session, owner

-- name: rotate_refresh_token
SELECT r.outcome, r.session_id, r.user_id, r.expires_at, r.successor_used,
       (SELECT u.role FROM users u WHERE u.user_id = r.user_id) AS role,
       CASE WHEN r.outcome = 'reused'
            THEN audit(CAST(:actor AS jsonb) || jsonb_build_object('user_id', r.user_id), 'session.refresh_reused',
                       'session', r.session_id, NULL, NULL)
       END AS entry_id
  FROM rotate_refresh_token(CAST(:digest AS text), CAST(:successor AS text), CAST(:user_agent AS text),
                            CAST(:address AS text)) AS r

-- name: session_of_refresh_token
SELECT s.session_id, s.user_id FROM refresh_tokens t JOIN sessions s ON s.session_id = t.session_id
 WHERE t.digest = :digest

-- list: sessions by session_id
SELECT session_id, created_at, last_used_at, expires_at, user_agent, address FROM sessions
 WHERE user_id = :user_id AND revoked_at IS NULL AND expires_at > now()

-- name: session_age
SELECT CAST(extract(epoch FROM now() - created_at) AS float8) AS seconds FROM sessions
 WHERE session_id = :session_id AND user_id = :user_id AND revoked_at IS NULL

-- name: end_session
WITH ended AS (
    UPDATE sessions SET revoked_at = now(), revoked_for = :reason
     WHERE session_id = :session_id AND user_id = :user_id AND revoked_at IS NULL
    RETURNING session_id
)
SELECT session_id, audit(CAST(:actor AS jsonb), 'session.ended', 'session', session_id, NULL,
                         jsonb_build_object('reason', CAST(:reason AS text))) AS entry_id
  FROM ended

-- name: end_other_sessions
WITH ended AS (
    UPDATE sessions SET revoked_at = now(), revoked_for = 'revoked'
     WHERE user_id = :user_id AND session_id IS DISTINCT FROM CAST(:but AS text) AND revoked_at IS NULL
    RETURNING session_id
)
SELECT session_id, audit(CAST(:actor AS jsonb), 'session.ended', 'session', session_id, NULL,
                         jsonb_build_object('reason', 'revoked')) AS entry_id
  FROM ended

-- name: keep_one_time_token
-- For one purpose, one letter a minute and five an hour: beyond that nothing comes back. The same token again (a letter
-- that is sent a second time) comes back as it is.
WITH over AS (
    DELETE FROM one_time_tokens WHERE user_id = :user_id AND expires_at < now() - interval '1 day'
), recent AS (
    SELECT count(*) AS letters, max(created_at) AS last_at FROM one_time_tokens
     WHERE user_id = :user_id AND purpose = :purpose AND digest <> :digest AND created_at > now() - interval '1 hour'
)
INSERT INTO one_time_tokens (digest, user_id, purpose, email, email_key, expires_at)
SELECT :digest, :user_id, :purpose, :email, :email_key, now() + make_interval(secs => CAST(:seconds AS float8))
  FROM recent WHERE letters < 5 AND (last_at IS NULL OR last_at <= now() - interval '1 minute')
ON CONFLICT (digest) DO UPDATE SET digest = excluded.digest
RETURNING digest

-- name: owner_of_one_time_token
SELECT t.user_id FROM one_time_tokens t JOIN users u ON u.user_id = t.user_id
 WHERE t.digest = :digest AND t.purpose = :purpose AND t.used_at IS NULL AND t.expires_at > now()
   AND u.deleted_at IS NULL

-- name: verify_email
WITH token AS (
    UPDATE one_time_tokens SET used_at = now()
     WHERE digest = :digest AND purpose = 'verify_email' AND used_at IS NULL AND expires_at > now()
    RETURNING user_id, email_key
), verified AS (
    UPDATE users u SET email_verified_at = COALESCE(u.email_verified_at, now()), updated_at = now() FROM token
     WHERE u.user_id = token.user_id AND u.email_key = token.email_key AND u.is_active
    RETURNING u.user_id
)
SELECT user_id, audit(CAST(:actor AS jsonb) || jsonb_build_object('user_id', user_id), 'user.email_verified', 'user',
                      user_id, NULL, NULL) AS entry_id
  FROM verified

-- name: change_password
SELECT changed,
       CASE WHEN changed
            THEN audit(CAST(:actor AS jsonb), 'user.password_changed', 'user', CAST(:user_id AS text), NULL, NULL)
       END AS entry_id,
       CASE WHEN changed AND CAST(:revoke_api_keys AS boolean)
            THEN revoke_api_keys(CAST(:user_id AS text), CAST(:actor AS jsonb)) END AS revoked
  FROM change_password(CAST(:user_id AS text), CAST(:old_hash AS text), CAST(:new_hash AS text),
                       CAST(:but AS text)) AS changed

-- name: renew_password_hash
UPDATE users SET password_hash = :new_hash WHERE user_id = :user_id AND password_hash = :old_hash

-- name: reset_password
SELECT user_id, audit(CAST(:actor AS jsonb) || jsonb_build_object('user_id', user_id), 'user.password_reset', 'user',
                      user_id, NULL, NULL) AS entry_id,
       CASE WHEN CAST(:revoke_api_keys AS boolean)
            THEN revoke_api_keys(user_id, CAST(:actor AS jsonb) || jsonb_build_object('user_id', user_id)) END AS revoked
  FROM reset_password(CAST(:digest AS text), CAST(:new_hash AS text)) AS user_id

-- name: change_email
SELECT c.outcome, c.user_id, c.old_email, c.new_email,
       CASE WHEN c.outcome = 'changed'
            THEN audit(CAST(:actor AS jsonb) || jsonb_build_object('user_id', c.user_id), 'user.email_changed', 'user',
                       c.user_id, jsonb_build_object('email', c.old_email), jsonb_build_object('email', c.new_email))
       END AS entry_id
  FROM change_email(CAST(:digest AS text)) AS c

-- name: change_username
SELECT changed,
       CASE WHEN changed
            THEN audit(CAST(:actor AS jsonb), 'user.username_changed', 'user', CAST(:user_id AS text),
                       jsonb_build_object('username', CAST(:old AS text)),
                       jsonb_build_object('username', CAST(:username AS text)))
       END AS entry_id
  FROM change_username(CAST(:user_id AS text), CAST(:username AS text), CAST(:username_key AS text)) AS changed

-- name: change_profile
-- What is not among the changes stays as it is.
WITH before AS (
    SELECT name, picture_url, locale, preferences FROM users WHERE user_id = :user_id FOR UPDATE
), changed AS (
    UPDATE users u
       SET name = COALESCE(CAST(:changes AS jsonb) ->> 'name', u.name),
           picture_url = CASE WHEN jsonb_exists(CAST(:changes AS jsonb), 'picture_url')
                              THEN CAST(:changes AS jsonb) ->> 'picture_url' ELSE u.picture_url END,
           locale = CASE WHEN jsonb_exists(CAST(:changes AS jsonb), 'locale')
                         THEN CAST(:changes AS jsonb) ->> 'locale' ELSE u.locale END,
           preferences = COALESCE(CAST(:changes AS jsonb) -> 'preferences', u.preferences),
           updated_at = now()
      FROM before
     WHERE u.user_id = :user_id AND u.deleted_at IS NULL
    RETURNING u.*
)
SELECT changed.*,
       audit(CAST(:actor AS jsonb), 'user.profile_changed', 'user', changed.user_id,
             jsonb_build_object('name', before.name, 'picture_url', before.picture_url, 'locale', before.locale,
                                'preferences', before.preferences),
             CAST(:changes AS jsonb)) AS entry_id
  FROM changed, before

-- name: link_identity
WITH linked AS (
    INSERT INTO identities (issuer, subject, user_id) VALUES (:issuer, :subject, :user_id)
    ON CONFLICT (issuer, subject) DO NOTHING
    RETURNING user_id
)
SELECT user_id, audit(CAST(:actor AS jsonb) || jsonb_build_object('user_id', user_id), 'user.identity_linked', 'user',
                      user_id, NULL, jsonb_build_object('issuer', CAST(:issuer AS text))) AS entry_id
  FROM linked

-- name: prove_email
-- The provider proves the address of an account that never did: whoever made it without the address loses their password.
UPDATE users SET email_verified_at = now(), password_hash = NULL, updated_at = now()
 WHERE user_id = :user_id AND email_verified_at IS NULL

-- name: begin_deletion
SELECT begun,
       CASE WHEN begun
            THEN audit(CAST(:actor AS jsonb), 'user.deleted', 'user', CAST(:user_id AS text), NULL, NULL)
       END AS entry_id
  FROM begin_deletion(CAST(:user_id AS text)) AS begun

-- name: deletion_begun
SELECT deleted_at IS NOT NULL AS begun, email_key FROM users WHERE user_id = :user_id

-- name: unfinished_jobs_of_user
SELECT * FROM jobs WHERE user_id = :user_id AND status IN ('queued', 'in_progress')

-- name: addresses_of_user
-- Those that were proved to be theirs, now or before.
SELECT email FROM users WHERE user_id = :user_id AND email IS NOT NULL
UNION
SELECT old_values ->> 'email' FROM audit_log
 WHERE about = :user_id AND action = 'user.email_changed' AND old_values ->> 'email' IS NOT NULL

-- name: forget_account
-- What is kept under the digest of an address: usernames that were asked for with it in vain, and wrong passwords.
WITH names AS (
    DELETE FROM usernames WHERE asked_by = :account AND user_id IS NULL
)
DELETE FROM login_attempts WHERE account = :account

-- name: delete_user
DELETE FROM users WHERE user_id = :user_id AND deleted_at IS NOT NULL

-- name: pseudonymise_audit
SELECT pseudonymise_audit(CAST(:user_id AS text), CAST(:pseudonym AS text))

-- name: export_profile
SELECT user_id, name, email, email_verified_at, username, picture_url, locale, preferences, role, created_at, updated_at
  FROM users WHERE user_id = :user_id

-- name: export_identities
SELECT issuer, subject, created_at FROM identities WHERE user_id = :user_id

-- name: export_sessions
SELECT session_id, created_at, last_used_at, expires_at, revoked_at, revoked_for, user_agent, address FROM sessions
 WHERE user_id = :user_id AND session_id > :after ORDER BY session_id LIMIT 100

-- name: export_api_keys
SELECT key_id, name, scopes, created_at, expires_at, last_used_at, revoked_at,
       (SELECT jsonb_agg(jsonb_build_object('network', n.network, 'first_used_at', n.first_used_at,
                                            'last_used_at', n.last_used_at) ORDER BY n.first_used_at)
          FROM api_key_networks n WHERE n.key_id = api_keys.key_id) AS networks
  FROM api_keys
 WHERE user_id = :user_id AND key_id > :after ORDER BY key_id LIMIT 100

-- name: export_provider_keys
SELECT provider_key_id, provider, version, is_active, created_at FROM provider_keys
 WHERE user_id = :user_id AND provider_key_id > :after ORDER BY provider_key_id LIMIT 100

-- name: export_films
SELECT film_id, project_id, title, request, script, approved, job_id, created_at FROM films
 WHERE user_id = :user_id AND film_id > :after ORDER BY film_id LIMIT 20

-- name: export_jobs
SELECT job_id, kind, film_id, status, parameters, result, error, created_at, started_at, completed_at FROM jobs
 WHERE user_id = :user_id AND job_id > :after ORDER BY job_id LIMIT 20

-- name: export_audit
-- What was done to the account, by its owner and by others, whose addresses are their own business.
SELECT entry_id, at, action, resource_type, resource_id, old_values, new_values, COALESCE(user_id, about) = about AS by_you,
       CASE WHEN COALESCE(user_id, about) = about THEN address END AS address,
       CASE WHEN COALESCE(user_id, about) = about THEN agent END AS agent
  FROM audit_log
 WHERE about = :user_id AND entry_id > :after ORDER BY entry_id LIMIT 100
