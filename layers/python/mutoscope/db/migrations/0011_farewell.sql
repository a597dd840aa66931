-- A farewell that leaves nothing of a person, names that come free again, keys that cannot be made in a race.

-- A person who leaves. What they did and what was done to their account stays under the pseudonym, and nothing else that
-- tells of them: of what they did to others the values stay, of what others did to them the others' addresses.
CREATE OR REPLACE FUNCTION pseudonymise_audit(person text, pseudonym text) RETURNS void LANGUAGE sql AS $$
    UPDATE audit_log
       SET user_id = CASE WHEN user_id = person THEN pseudonym ELSE user_id END,
           about = CASE WHEN about = person THEN pseudonym ELSE about END,
           -- A file's name is in its id.
           resource_id = CASE WHEN resource_type = 'user' AND resource_id = person THEN pseudonym
                              WHEN resource_type = 'input' AND about = person THEN 'erased'
                              ELSE resource_id END,
           -- Who was not logged in yet, and did something to this account, was its owner: they registered.
           address = CASE WHEN COALESCE(user_id, person) = person THEN NULL ELSE address END,
           agent = CASE WHEN COALESCE(user_id, person) = person THEN NULL ELSE agent END,
           session_id = CASE WHEN COALESCE(user_id, person) = person THEN NULL ELSE session_id END,
           key_id = CASE WHEN COALESCE(user_id, person) = person THEN NULL ELSE key_id END,
           old_values = CASE WHEN about = person THEN NULL ELSE old_values END,
           new_values = CASE WHEN about = person THEN NULL ELSE new_values END
     WHERE user_id = person OR about = person
$$;

-- Whose account a row concerns: what an administrator does with somebody's job concerns its owner.
CREATE OR REPLACE FUNCTION audit(actor jsonb, action text, resource_type text, resource_id text, old_values jsonb,
                                 new_values jsonb)
RETURNS text
LANGUAGE sql VOLATILE AS $$
    INSERT INTO audit_log (user_id, about, role, key_id, session_id, action, resource_type, resource_id, old_values,
                           new_values, address, agent, request_id)
    VALUES (actor ->> 'user_id',
            CASE resource_type
                WHEN 'user' THEN resource_id
                WHEN 'job' THEN COALESCE((SELECT j.user_id FROM jobs j WHERE j.job_id = resource_id), actor ->> 'user_id')
                ELSE actor ->> 'user_id'
            END,
            actor ->> 'role', actor ->> 'key_id', actor ->> 'session_id', action, resource_type, resource_id,
            NULLIF(old_values, 'null'), NULLIF(new_values, 'null'), actor ->> 'address', actor ->> 'agent',
            actor ->> 'request_id')
    RETURNING entry_id
$$;

ALTER TABLE usernames ADD COLUMN asked_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX usernames_by_asker ON usernames (asked_by) WHERE user_id IS NULL;

-- Nobody holds an address or a username for ever who never confirmed: after thirty days both are free again. A username
-- that was asked for together with a known address comes free at the same time, or it would tell that the address is.
CREATE FUNCTION free_what_lapsed(wanted_username text, wanted_email text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    long_ago timestamptz := clock_timestamp() - interval '30 days';
    lapsed   text;
BEGIN
    DELETE FROM usernames WHERE username_key = wanted_username AND user_id IS NULL AND asked_at < long_ago;
    FOR lapsed IN
        SELECT user_id FROM users
         WHERE (username_key = wanted_username OR email_key = wanted_email) AND email_key IS NOT NULL
           AND email_verified_at IS NULL AND is_active AND created_at < long_ago
           FOR UPDATE
    LOOP
        PERFORM pseudonymise_audit(lapsed, 'gone_' || left(replace(CAST(uuidv7() AS text), '-', ''), 26));
        DELETE FROM users WHERE user_id = lapsed;
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION register_user(new_user jsonb)
RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM free_what_lapsed(new_user ->> 'username_key', new_user ->> 'email_key');
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

CREATE OR REPLACE FUNCTION change_username(of_user text, new_name text, new_key text)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM free_what_lapsed(new_key, NULL);
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

-- Whether one more key fits beside those that live. It locks the owner's row and then counts anew, so that requests side
-- by side pass one by one; and whoever was logged out while waiting makes none. `new_key` is not counted: a request that
-- is carried out again. `old_key` is not either, when the new one takes its place at once.
CREATE FUNCTION has_room_for_key(owner text, actor jsonb, new_key text, old_key text, most integer)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM users WHERE user_id = owner FOR NO KEY UPDATE;
    RETURN NOT EXISTS (SELECT 1 FROM sessions WHERE session_id = actor ->> 'session_id' AND revoked_at IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM api_keys WHERE api_key_id = actor ->> 'key_id' AND revoked_at IS NOT NULL)
       AND (SELECT count(*) FROM api_keys
             WHERE user_id = owner AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())
               AND api_key_id <> new_key AND api_key_id IS DISTINCT FROM old_key) < most;
END $$;

-- Ends all keys of an account, each with its row in the log, and answers how many. The owner's row is locked first, and
-- the keys looked at after it: none that is being made at this moment stays.
CREATE FUNCTION revoke_api_keys(owner text, actor jsonb)
RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    ended bigint;
BEGIN
    PERFORM 1 FROM users WHERE user_id = owner FOR NO KEY UPDATE;
    WITH revoked AS (
        UPDATE api_keys SET revoked_at = clock_timestamp() WHERE user_id = owner AND revoked_at IS NULL
        RETURNING api_key_id, name
    )
    SELECT count(audit(actor, 'api_key.revoked', 'api_key', api_key_id, jsonb_build_object('name', name), NULL))
      INTO ended FROM revoked;
    RETURN ended;
END $$;
