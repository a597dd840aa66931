-- Accounts: who a user is, the sessions they log in by, and the tokens that travel by mail.
-- Tokens and passwords are kept only as digests. The local owner of a laptop has no address and no password.

ALTER TABLE users
    ADD COLUMN email             text,
    -- The address as it is compared: one person's spellings of it are one key.
    ADD COLUMN email_key         text UNIQUE,
    ADD COLUMN email_verified_at timestamptz,
    ADD COLUMN username          text,
    ADD COLUMN username_key      text UNIQUE,
    ADD COLUMN password_hash     text,
    ADD COLUMN is_active         boolean NOT NULL DEFAULT true,
    -- Set when a deletion begins; the row goes when everything else is gone.
    ADD COLUMN deleted_at        timestamptz,
    ADD COLUMN picture_url       text,
    ADD COLUMN locale            text,
    ADD COLUMN preferences       jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN updated_at        timestamptz NOT NULL DEFAULT now(),
    ADD CONSTRAINT email_with_its_key CHECK ((email IS NULL) = (email_key IS NULL)),
    ADD CONSTRAINT username_with_its_key CHECK ((username IS NULL) = (username_key IS NULL));

-- Every username that was ever asked for in a registration. One without a user was asked for together with an address
-- that has an account already: it is taken all the same, or its being free would tell that the address is known.
CREATE TABLE usernames (
    username_key text PRIMARY KEY,
    user_id      text REFERENCES users ON DELETE CASCADE,
    -- Digest of the address it was asked for with: the same registration sent again is answered as the first was.
    asked_by     text
);
CREATE INDEX usernames_of_user ON usernames (user_id);

-- A session is one log-in, and the family of all refresh tokens that descend from it.
CREATE TABLE sessions (
    session_id   text PRIMARY KEY,
    user_id      text NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL DEFAULT now() + interval '30 days',
    revoked_at   timestamptz,
    revoked_for  text CHECK (revoked_for IN ('logout', 'revoked', 'refresh_reuse', 'password_changed', 'deactivated',
                                                  'deleted')),
    user_agent   text NOT NULL DEFAULT '',
    address      text NOT NULL DEFAULT '',
    CHECK ((revoked_at IS NULL) = (revoked_for IS NULL))
);
CREATE INDEX sessions_of_user ON sessions (user_id, session_id DESC);

CREATE TABLE refresh_tokens (
    digest     text PRIMARY KEY,
    session_id text NOT NULL REFERENCES sessions ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    used_at    timestamptz
);
CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);

CREATE TABLE one_time_tokens (
    digest     text PRIMARY KEY,
    user_id    text NOT NULL REFERENCES users ON DELETE CASCADE,
    purpose    text NOT NULL CHECK (purpose IN ('verify_email', 'reset_password', 'change_email')),
    -- The address that the token was sent to, and so proves.
    email      text NOT NULL,
    email_key  text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX one_time_tokens_of_user ON one_time_tokens (user_id, purpose);

-- Who an OpenID provider says somebody is: `subject` is stable, the address is not.
CREATE TABLE identities (
    issuer     text NOT NULL,
    subject    text NOT NULL,
    user_id    text NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX identities_of_user ON identities (user_id);

-- Wrong passwords of an account, known or not, by network address; the address '' counts for all of them.
CREATE TABLE login_attempts (
    account  text NOT NULL,
    address  text NOT NULL,
    failures integer NOT NULL DEFAULT 0,
    free_at  timestamptz NOT NULL DEFAULT now(),
    last_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account, address)
);
CREATE INDEX login_attempts_by_age ON login_attempts (last_at);

-- Makes one user of any number of registrations with one address, however they race. Answers 'registered', 'known'
-- (the address has an account, or this registration came before; nothing is changed but that the username is taken) or
-- 'username_taken'.
CREATE FUNCTION register_user(new_user jsonb)
RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO usernames (username_key, asked_by) VALUES (new_user ->> 'username_key', new_user ->> 'asked_by')
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        PERFORM 1 FROM usernames
          WHERE username_key = new_user ->> 'username_key' AND asked_by = new_user ->> 'asked_by';
        RETURN CASE WHEN FOUND THEN 'known' ELSE 'username_taken' END;
    END IF;
    INSERT INTO users (user_id, name, email, email_key, email_verified_at, username, username_key, password_hash,
                       picture_url, locale)
    VALUES (new_user ->> 'user_id', new_user ->> 'name', new_user ->> 'email', new_user ->> 'email_key',
            CASE WHEN CAST(new_user ->> 'email_verified' AS boolean) THEN now() END,
            new_user ->> 'username', new_user ->> 'username_key', new_user ->> 'password_hash',
            new_user ->> 'picture_url', new_user ->> 'locale')
    ON CONFLICT (email_key) DO NOTHING;
    IF NOT FOUND THEN
        RETURN 'known';
    END IF;
    UPDATE usernames SET user_id = new_user ->> 'user_id' WHERE username_key = new_user ->> 'username_key';
    RETURN 'registered';
END $$;

-- Gives a refresh token its successor. 'rotated' the first time; 'repeated' within ten seconds of it, so that two tabs
-- get the same one; 'reused' after that, which ends the session; 'unknown' for anything else. `successor_used` tells
-- whether the successor was itself rotated already.
CREATE FUNCTION rotate_refresh_token(old_digest text, new_digest text, by_agent text, by_address text)
RETURNS TABLE (outcome text, session_id text, user_id text, expires_at timestamptz, successor_used boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    session sessions;
    token refresh_tokens;
BEGIN
    SELECT s.* INTO session FROM sessions s
      JOIN refresh_tokens t ON t.session_id = s.session_id WHERE t.digest = old_digest FOR UPDATE OF s;
    SELECT t.* INTO token FROM refresh_tokens t WHERE t.digest = old_digest;
    IF session.session_id IS NULL OR session.revoked_at IS NOT NULL OR session.expires_at <= clock_timestamp()
       OR NOT (SELECT u.is_active AND u.deleted_at IS NULL FROM users u WHERE u.user_id = session.user_id) THEN
        RETURN QUERY SELECT 'unknown', session.session_id, session.user_id, session.expires_at, false;
    ELSIF token.used_at IS NULL THEN
        UPDATE refresh_tokens SET used_at = clock_timestamp() WHERE digest = old_digest;
        INSERT INTO refresh_tokens (digest, session_id) VALUES (new_digest, session.session_id);
        UPDATE sessions s SET last_used_at = clock_timestamp(), user_agent = by_agent, address = by_address
         WHERE s.session_id = session.session_id;
        RETURN QUERY SELECT 'rotated', session.session_id, session.user_id, session.expires_at, false;
    ELSIF token.used_at > clock_timestamp() - interval '10 seconds' THEN
        RETURN QUERY SELECT 'repeated', session.session_id, session.user_id, session.expires_at,
                            COALESCE((SELECT t.used_at IS NOT NULL FROM refresh_tokens t WHERE t.digest = new_digest), false);
    ELSE
        UPDATE sessions s SET revoked_at = clock_timestamp(), revoked_for = 'refresh_reuse'
         WHERE s.session_id = session.session_id;
        RETURN QUERY SELECT 'reused', session.session_id, session.user_id, session.expires_at, false;
    END IF;
END $$;

-- Counts an attempt to log in as a failure until it turns out not to be one, and answers 0; or, counting nothing, the
-- seconds until the next attempt is heard. From one network address the fifth failure in a row is the last without a
-- wait, which then doubles up to a quarter of an hour. All addresses together wait a minute at most after the
-- twentieth, except for one that a living session of the account was last used from: its owner is not kept out.
CREATE FUNCTION begin_login_attempt(for_account text, from_address text, is_known boolean)
RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    wait integer;
BEGIN
    DELETE FROM login_attempts WHERE last_at < clock_timestamp() - interval '1 day';
    INSERT INTO login_attempts (account, address) VALUES (for_account, ''), (for_account, from_address)
    ON CONFLICT DO NOTHING;
    PERFORM 1 FROM login_attempts WHERE account = for_account AND address IN ('', from_address)
      ORDER BY address FOR UPDATE;
    SELECT CAST(ceil(extract(epoch FROM max(free_at) - clock_timestamp())) AS integer) INTO wait FROM login_attempts
     WHERE account = for_account AND (address = from_address OR address = '' AND NOT is_known);
    IF wait > 0 THEN
        RETURN wait;
    END IF;
    UPDATE login_attempts
       SET failures = failures + 1, last_at = clock_timestamp(),
           free_at = clock_timestamp() + make_interval(secs =>
               CASE WHEN address = '' AND failures >= 20 THEN least(60, power(2, least(failures - 20, 10)))
                    WHEN address <> '' AND failures >= 4 THEN least(900, power(2, least(failures - 4, 10)))
                    ELSE 0 END)
     WHERE account = for_account AND address IN ('', from_address);
    RETURN 0;
END $$;

-- Every session of the user but one ends.
CREATE FUNCTION end_sessions(of_user text, but text, reason text)
RETURNS void
LANGUAGE sql AS $$
    UPDATE sessions SET revoked_at = clock_timestamp(), revoked_for = reason
     WHERE user_id = of_user AND revoked_at IS NULL AND session_id IS DISTINCT FROM but
$$;

-- Changes a password that is still the old one, and ends all sessions but the one that did it. The user's row is locked
-- before the sessions are looked at: a log-in by the old password is either over, and its session ends, or finds it gone.
CREATE FUNCTION change_password(of_user text, old_hash text, new_hash text, but text)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE users SET password_hash = new_hash, updated_at = clock_timestamp()
     WHERE user_id = of_user AND password_hash IS NOT DISTINCT FROM old_hash AND is_active;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    -- A change of address that a thief began must not outlive the password that shut the thief out.
    DELETE FROM one_time_tokens WHERE user_id = of_user AND purpose IN ('reset_password', 'change_email');
    PERFORM end_sessions(of_user, but, 'password_changed');
    RETURN true;
END $$;

-- Sets a password by a token from the mail, which proves the address as well. Answers the user, or nothing.
CREATE FUNCTION reset_password(token_digest text, new_hash text)
RETURNS SETOF text
LANGUAGE plpgsql AS $$
DECLARE
    token one_time_tokens;
BEGIN
    UPDATE one_time_tokens SET used_at = clock_timestamp()
     WHERE digest = token_digest AND purpose = 'reset_password' AND used_at IS NULL AND expires_at > clock_timestamp()
    RETURNING * INTO token;
    UPDATE users SET password_hash = new_hash, email_verified_at = COALESCE(email_verified_at, clock_timestamp()),
                     updated_at = clock_timestamp()
     WHERE user_id = token.user_id AND email_key = token.email_key AND is_active;
    IF FOUND THEN
        DELETE FROM one_time_tokens WHERE user_id = token.user_id AND digest <> token_digest;
        PERFORM end_sessions(token.user_id, NULL, 'password_changed');
        RETURN NEXT token.user_id;
    END IF;
END $$;

-- Takes the address that a token proves as the user's own. Answers 'changed', 'taken' or 'unknown', and the old address.
CREATE FUNCTION change_email(token_digest text)
RETURNS TABLE (outcome text, user_id text, old_email text, new_email text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    token one_time_tokens;
    before text;
BEGIN
    UPDATE one_time_tokens t SET used_at = clock_timestamp()
     WHERE t.digest = token_digest AND t.purpose = 'change_email' AND t.used_at IS NULL
       AND t.expires_at > clock_timestamp()
    RETURNING t.* INTO token;
    SELECT u.email INTO before FROM users u WHERE u.user_id = token.user_id AND u.is_active FOR UPDATE;
    IF NOT FOUND THEN
        RETURN QUERY SELECT 'unknown', token.user_id, before, token.email;
        RETURN;
    END IF;
    BEGIN
        UPDATE users u SET email = token.email, email_key = token.email_key, email_verified_at = clock_timestamp(),
                           updated_at = clock_timestamp()
         WHERE u.user_id = token.user_id;
    EXCEPTION WHEN unique_violation THEN
        RETURN QUERY SELECT 'taken', token.user_id, before, token.email;
        RETURN;
    END;
    -- What was sent to the old address is worth nothing any more.
    DELETE FROM one_time_tokens t WHERE t.user_id = token.user_id AND t.digest <> token_digest;
    RETURN QUERY SELECT 'changed', token.user_id, before, token.email;
END $$;

-- Changes a username, and frees the old one. Answers whether the new one was free.
CREATE FUNCTION change_username(of_user text, new_name text, new_key text)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO usernames (username_key, user_id) VALUES (new_key, of_user) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        PERFORM 1 FROM usernames WHERE username_key = new_key AND user_id = of_user;
        IF NOT FOUND THEN
            RETURN false;
        END IF;
    END IF;
    UPDATE users SET username = new_name, username_key = new_key, updated_at = clock_timestamp()
     WHERE user_id = of_user;
    DELETE FROM usernames WHERE user_id = of_user AND username_key <> new_key;
    RETURN true;
END $$;

-- Begins a deletion: from here on nobody logs in or orders anything as this user. False, and nothing changed, for the
-- last super admin; two who leave at the same moment are told apart by their locks.
CREATE FUNCTION begin_deletion(of_user text)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM users WHERE role = 'super_admin' ORDER BY user_id FOR UPDATE;
    IF (SELECT role = 'super_admin' FROM users WHERE user_id = of_user) AND NOT EXISTS (
        SELECT 1 FROM users WHERE role = 'super_admin' AND is_active AND deleted_at IS NULL AND user_id <> of_user
    ) THEN
        RETURN false;
    END IF;
    UPDATE users SET is_active = false, deleted_at = COALESCE(deleted_at, clock_timestamp()) WHERE user_id = of_user;
    PERFORM end_sessions(of_user, NULL, 'deleted');
    UPDATE api_keys SET revoked_at = COALESCE(revoked_at, clock_timestamp()) WHERE user_id = of_user;
    RETURN true;
END $$;
