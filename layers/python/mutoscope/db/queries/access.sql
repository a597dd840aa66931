-- name: permissions_of_role
SELECT level, permissions FROM roles WHERE name = :role

-- name: caller_of_key
SELECT k.key_id AS handle, k.api_key_id AS key_id, k.digest, k.scopes, u.user_id, r.name AS role, r.level, r.permissions, r.requests,
       CAST(EXTRACT(EPOCH FROM k.expires_at) AS float8) AS expires_at
  FROM api_keys k JOIN users u ON u.user_id = k.user_id JOIN roles r ON r.name = u.role
 WHERE k.key_id = :key_id AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
   AND u.is_active AND u.deleted_at IS NULL

-- name: caller_of_session
SELECT s.session_id, u.user_id, r.name AS role, r.level, r.permissions, r.requests,
       CAST(EXTRACT(EPOCH FROM s.expires_at) AS float8) AS expires_at
  FROM sessions s JOIN users u ON u.user_id = s.user_id JOIN roles r ON r.name = u.role
 WHERE s.session_id = :session_id AND s.user_id = :user_id AND s.revoked_at IS NULL AND s.expires_at > now()
   AND u.is_active AND u.deleted_at IS NULL

-- name: add_owner
INSERT INTO users (user_id, name, role) VALUES (:user_id, :name, 'super_admin')
ON CONFLICT (user_id) DO UPDATE SET role = 'super_admin'

-- name: note_key_use
-- At most one write a minute for a key, however often it is used.
UPDATE api_keys SET last_used_at = now()
 WHERE key_id = :key_id AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')

-- name: create_api_key
-- A key gives a new one no more than it has itself: neither credits nor time. Carried out again it replaces the secret
-- that nobody was shown.
WITH creator AS (
    SELECT max(monthly_credits) AS credits, max(expires_at) AS expires_at FROM api_keys WHERE api_key_id = :by_key
), made AS (
    INSERT INTO api_keys (api_key_id, key_id, user_id, digest, name, scopes, monthly_credits, expires_at)
    SELECT :api_key_id, :key_id, :user_id, :digest, :name, CAST(:scopes AS jsonb),
           LEAST(CAST(:monthly_credits AS integer), creator.credits),
           LEAST(CAST(:expires_at AS timestamptz), creator.expires_at)
      FROM creator
     WHERE has_room_for_key(CAST(:user_id AS text), CAST(:actor AS jsonb), CAST(:api_key_id AS text), NULL,
                            CAST(:most AS integer))
    ON CONFLICT (api_key_id) DO UPDATE SET key_id = excluded.key_id, digest = excluded.digest
     WHERE api_keys.user_id = excluded.user_id AND api_keys.revoked_at IS NULL
    RETURNING *
)
SELECT made.*, audit(CAST(:actor AS jsonb), 'api_key.created', 'api_key', api_key_id, NULL,
                     jsonb_build_object('name', name, 'scopes', scopes, 'monthly_credits', monthly_credits,
                                        'expires_at', expires_at)) AS audited
  FROM made

-- name: rotate_api_key
-- The new key is as the old one, which lives on for the overlap and no longer than it would have, and both count meanwhile.
WITH creator AS (
    SELECT max(monthly_credits) AS credits, max(expires_at) AS expires_at FROM api_keys WHERE api_key_id = :by_key
), ageing AS (
    UPDATE api_keys SET expires_at = LEAST(expires_at, now() + make_interval(secs => CAST(:overlap AS integer)))
     WHERE api_key_id = :old_id AND user_id = :user_id AND revoked_at IS NULL
       AND (expires_at IS NULL OR expires_at > now())
       AND has_room_for_key(CAST(:user_id AS text), CAST(:actor AS jsonb), CAST(:api_key_id AS text),
                            CASE WHEN CAST(:overlap AS integer) = 0 THEN CAST(:old_id AS text) END,
                            CAST(:most AS integer))
    RETURNING new.*, old.expires_at AS old_expires_at
), made AS (
    INSERT INTO api_keys (api_key_id, key_id, user_id, digest, name, scopes, monthly_credits, expires_at, rotated_from)
    SELECT :api_key_id, :key_id, ageing.user_id, :digest, ageing.name, ageing.scopes,
           LEAST(ageing.monthly_credits, creator.credits), LEAST(ageing.old_expires_at, creator.expires_at), :old_id
      FROM ageing, creator
    ON CONFLICT (api_key_id) DO UPDATE SET key_id = excluded.key_id, digest = excluded.digest
     WHERE api_keys.user_id = excluded.user_id AND api_keys.revoked_at IS NULL
    RETURNING *
)
SELECT made.*, audit(CAST(:actor AS jsonb), 'api_key.rotated', 'api_key', :old_id,
                     jsonb_build_object('expires_at', ageing.old_expires_at),
                     jsonb_build_object('expires_at', ageing.expires_at, 'successor', made.api_key_id)) AS audited
  FROM made, ageing

-- name: revoke_api_key
WITH revoked AS (
    UPDATE api_keys SET revoked_at = now()
     WHERE api_key_id = :api_key_id AND user_id = :user_id AND revoked_at IS NULL
    RETURNING *
)
SELECT revoked.*, audit(CAST(:actor AS jsonb), 'api_key.revoked', 'api_key', api_key_id,
                        jsonb_build_object('name', name), NULL) AS audited
  FROM revoked

-- name: get_api_key
SELECT * FROM api_keys WHERE api_key_id = :api_key_id AND user_id = :user_id

-- list: api_keys by api_key_id, name
SELECT * FROM api_keys WHERE user_id = :user_id AND revoked_at IS NULL

-- name: put_provider_key
-- A first version, or the next one. The sealed secret of the version before is erased in the same statement.
WITH kept AS (
    INSERT INTO provider_keys (provider_key_id, user_id, provider, version, verified_at)
    VALUES (:provider_key_id, :user_id, :provider, CAST(:version AS integer), CAST(:verified_at AS timestamptz))
    ON CONFLICT (user_id, provider) DO UPDATE
       SET version = excluded.version, is_active = true, verified_at = excluded.verified_at
     WHERE provider_keys.version = excluded.version - 1 AND provider_keys.provider_key_id = excluded.provider_key_id
    RETURNING *
), retired AS (
    UPDATE provider_key_versions SET sealed = NULL, retired_at = now()
     WHERE provider_key_id = :provider_key_id AND retired_at IS NULL AND EXISTS (SELECT 1 FROM kept)
    RETURNING version, last_four
), made AS (
    INSERT INTO provider_key_versions (provider_key_id, version, last_four, sealed)
    SELECT provider_key_id, version, :last_four, CAST(:sealed AS jsonb) FROM kept
    RETURNING last_four
)
SELECT kept.*, made.last_four,
       audit(CAST(:actor AS jsonb), CASE WHEN kept.version = 1 THEN 'provider_key.created' ELSE 'provider_key.rotated' END,
             'provider_key', kept.provider_key_id,
             (SELECT jsonb_build_object('version', version, 'last_four', last_four) FROM retired),
             jsonb_build_object('provider', kept.provider, 'version', kept.version, 'last_four', made.last_four)
       ) AS audited
  FROM kept, made

-- name: get_provider_key
SELECT k.*, v.last_four FROM provider_keys k
  JOIN provider_key_versions v ON v.provider_key_id = k.provider_key_id AND v.version = k.version
 WHERE k.provider_key_id = :provider_key_id AND k.user_id = :user_id

-- name: provider_key_of
SELECT k.*, v.last_four FROM provider_keys k
  JOIN provider_key_versions v ON v.provider_key_id = k.provider_key_id AND v.version = k.version
 WHERE k.user_id = :user_id AND k.provider = :provider

-- name: sealed_provider_key
SELECT k.provider_key_id, k.version, v.sealed FROM provider_keys k
  JOIN provider_key_versions v ON v.provider_key_id = k.provider_key_id AND v.version = k.version
 WHERE k.user_id = :user_id AND k.provider = :provider AND k.is_active AND v.sealed IS NOT NULL

-- list: provider_keys by provider_key_id, provider
SELECT k.*, v.last_four FROM provider_keys k
  JOIN provider_key_versions v ON v.provider_key_id = k.provider_key_id AND v.version = k.version
 WHERE k.user_id = :user_id

-- name: switch_provider_key
WITH switched AS (
    UPDATE provider_keys SET is_active = CAST(:is_active AS boolean)
     WHERE provider_key_id = :provider_key_id AND user_id = :user_id
    RETURNING new.*, old.is_active AS was_active
)
SELECT switched.*,
       CASE WHEN was_active <> is_active
            THEN audit(CAST(:actor AS jsonb), 'provider_key.switched', 'provider_key', provider_key_id,
                       jsonb_build_object('is_active', was_active), jsonb_build_object('is_active', is_active)) END AS audited
  FROM switched

-- name: delete_provider_key
WITH gone AS (
    DELETE FROM provider_keys WHERE provider_key_id = :provider_key_id AND user_id = :user_id RETURNING *
)
SELECT gone.*, audit(CAST(:actor AS jsonb), 'provider_key.deleted', 'provider_key', provider_key_id,
                     jsonb_build_object('provider', provider, 'version', version), NULL) AS audited
  FROM gone

-- name: record_audit
SELECT audit(CAST(:actor AS jsonb), CAST(:change AS jsonb)) AS entry_id

-- list: own_audit by entry_id
SELECT *, at AS created_at FROM audit_log WHERE about = :user_id

-- list: audit by entry_id
SELECT *, at AS created_at FROM audit_log

-- list: audit_of_user by entry_id
SELECT *, at AS created_at FROM audit_log WHERE user_id = :user_id

-- list: audit_of_resource by entry_id
SELECT *, at AS created_at FROM audit_log WHERE resource_type = :resource_type AND resource_id = :resource_id

-- list: users by user_id
SELECT user_id, email, username, name, role, is_active, email_verified_at, created_at FROM users
 WHERE deleted_at IS NULL

-- list: users_found by user_id
SELECT user_id, email, username, name, role, is_active, email_verified_at, created_at FROM users
 WHERE deleted_at IS NULL AND (email_key ^@ CAST(:begun AS text) OR username_key ^@ CAST(:begun AS text))

-- name: look_at_user
SELECT user_id, email, username, name, role, is_active, email_verified_at, created_at FROM users
 WHERE user_id = :user_id AND deleted_at IS NULL

-- name: change_role
SELECT verdict FROM change_role(CAST(:actor AS jsonb), CAST(:user_id AS text), CAST(:role AS text)) AS verdict

-- name: change_activity
SELECT verdict FROM change_activity(CAST(:actor AS jsonb), CAST(:user_id AS text), CAST(:is_active AS boolean)) AS verdict
