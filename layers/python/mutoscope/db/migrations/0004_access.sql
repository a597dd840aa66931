-- Who may do what, who did what: roles, the audit log, and what API keys and provider keys need.
-- An audit row is written by the statement that makes the change, so the two commit together or not at all.

CREATE TABLE roles (
    name        text PRIMARY KEY,
    level       integer NOT NULL UNIQUE CHECK (level BETWEEN 1 AND 5),
    permissions jsonb NOT NULL,
    -- Requests in fifteen minutes.
    requests    integer NOT NULL CHECK (requests > 0),
    description text NOT NULL
);

INSERT INTO roles (level, name, requests, permissions, description) VALUES
(1, 'user', 1000,
 '["account", "api_keys", "provider_keys", "audit:read", "kinds:read", "films:read", "films:write", "jobs:read", "jobs:write", "inputs:write"]',
 'Orders, sees and cancels their own work.'),
(2, 'creator', 2000,
 '["account", "api_keys", "provider_keys", "audit:read", "kinds:read", "films:read", "films:write", "jobs:read", "jobs:write", "inputs:write"]',
 'A user who makes a lot: twice the requests.'),
(3, 'moderator', 2000,
 '["account", "api_keys", "provider_keys", "audit:read", "kinds:read", "films:read", "films:write", "jobs:read", "jobs:write", "inputs:write", "users:read"]',
 'Looks accounts up.'),
(4, 'admin', 5000,
 '["account", "api_keys", "provider_keys", "audit:read", "kinds:read", "films:read", "films:write", "jobs:read", "jobs:write", "inputs:write", "users:read", "users:write", "roles:write", "audit:read_all"]',
 'Lets people in and shuts them out, gives roles up to their own, reads the audit log.'),
(5, 'super_admin', 10000,
 '["account", "api_keys", "provider_keys", "audit:read", "kinds:read", "films:read", "films:write", "jobs:read", "jobs:write", "inputs:write", "users:read", "users:write", "roles:write", "audit:read_all"]',
 'Runs the studio; there is always one.');

ALTER TABLE users ADD COLUMN role text NOT NULL DEFAULT 'user' REFERENCES roles;
CREATE INDEX users_by_role ON users (role) WHERE role IN ('admin', 'super_admin');
CREATE INDEX users_by_address_begun ON users USING spgist (email_key);
CREATE INDEX users_by_username_begun ON users USING spgist (username_key);
UPDATE users SET role = 'super_admin' WHERE user_id = 'user_owner';

-- `key_id` is the part of the secret that finds the row; `api_key_id` is what everybody else calls it.
ALTER TABLE api_keys
    ADD COLUMN api_key_id      text NOT NULL UNIQUE DEFAULT 'key_' || left(replace(CAST(uuidv7() AS text), '-', ''), 26),
    ADD COLUMN name            text NOT NULL DEFAULT 'owner',
    -- Null means everything its owner may do.
    ADD COLUMN scopes          jsonb,
    ADD COLUMN monthly_credits integer CHECK (monthly_credits >= 0),
    ADD COLUMN expires_at      timestamptz,
    ADD COLUMN last_used_at    timestamptz,
    ADD COLUMN rotated_from    text;
CREATE INDEX api_keys_of_user ON api_keys (user_id, api_key_id DESC);

CREATE TABLE provider_keys (
    provider_key_id text PRIMARY KEY,
    user_id         text NOT NULL REFERENCES users ON DELETE CASCADE,
    provider        text NOT NULL,
    version         integer NOT NULL DEFAULT 1,
    is_active       boolean NOT NULL DEFAULT true,
    -- When the provider last took this version.
    verified_at     timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, provider)
);

CREATE TABLE provider_key_versions (
    provider_key_id text NOT NULL REFERENCES provider_keys ON DELETE CASCADE,
    version         integer NOT NULL,
    last_four       text NOT NULL,
    -- Ciphertext and wrapped data key; erased when a newer version takes over.
    sealed          jsonb,
    created_at      timestamptz NOT NULL DEFAULT now(),
    retired_at      timestamptz,
    PRIMARY KEY (provider_key_id, version)
);

CREATE TABLE audit_log (
    -- Of the form of all ids, and time-ordered like them.
    entry_id      text PRIMARY KEY DEFAULT 'audit_' || left(replace(CAST(uuidv7() AS text), '-', ''), 26),
    at            timestamptz NOT NULL DEFAULT now(),
    -- Whoever did it; no reference, because the row outlives the account. Null is the studio itself or nobody known.
    user_id       text,
    -- Whose account it concerns, and so whose log shows it.
    about         text,
    role          text,
    key_id        text,
    session_id    text,
    action        text NOT NULL,
    resource_type text NOT NULL,
    resource_id   text NOT NULL,
    old_values    jsonb,
    new_values    jsonb,
    address       text,
    agent         text,
    request_id    text
);
CREATE INDEX audit_by_user ON audit_log (user_id, entry_id DESC);
CREATE INDEX audit_by_account ON audit_log (about, entry_id DESC);
CREATE INDEX audit_by_resource ON audit_log (resource_type, resource_id, entry_id DESC);

-- Writes one row and answers its id. Call it in the SELECT that ends the changing statement: a CTE that only selects
-- is not run unless something reads it.
CREATE FUNCTION audit(actor jsonb, action text, resource_type text, resource_id text, old_values jsonb,
                      new_values jsonb)
RETURNS text
LANGUAGE sql VOLATILE AS $$
    INSERT INTO audit_log (user_id, about, role, key_id, session_id, action, resource_type, resource_id, old_values,
                           new_values, address, agent, request_id)
    VALUES (actor ->> 'user_id', CASE WHEN resource_type = 'user' THEN resource_id ELSE actor ->> 'user_id' END,
            actor ->> 'role', actor ->> 'key_id', actor ->> 'session_id', action, resource_type, resource_id,
            NULLIF(old_values, 'null'), NULLIF(new_values, 'null'), actor ->> 'address', actor ->> 'agent',
            actor ->> 'request_id')
    RETURNING entry_id
$$;

-- The same for a change that is known before the statement: {action, resource_type, resource_id, old, new}.
CREATE FUNCTION audit(actor jsonb, change jsonb) RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT audit(actor, change ->> 'action', change ->> 'resource_type', change ->> 'resource_id', change -> 'old',
                 change -> 'new')
$$;

-- What happened stays; only who it was may be taken out, when they leave.
CREATE FUNCTION keep_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND (NEW.entry_id, NEW.at, NEW.action, NEW.resource_type) = (OLD.entry_id, OLD.at, OLD.action, OLD.resource_type)
       AND (NEW.old_values IS NULL OR NEW.old_values = OLD.old_values)
       AND (NEW.new_values IS NULL OR NEW.new_values = OLD.new_values) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The audit log is never rewritten.';
END $$;
CREATE TRIGGER keep_audit_log BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION keep_audit_log();

-- A person who leaves: what they did and what was done to their account stays under the pseudonym, and nothing else
-- that tells of them.
CREATE FUNCTION pseudonymise_audit(person text, pseudonym text) RETURNS void LANGUAGE sql AS $$
    UPDATE audit_log
       SET user_id = CASE WHEN user_id = person THEN pseudonym ELSE user_id END,
           about = CASE WHEN about = person THEN pseudonym ELSE about END,
           resource_id = CASE WHEN resource_type = 'user' AND resource_id = person THEN pseudonym ELSE resource_id END,
           address = CASE WHEN user_id = person THEN NULL ELSE address END,
           agent = CASE WHEN user_id = person THEN NULL ELSE agent END,
           session_id = CASE WHEN user_id = person THEN NULL ELSE session_id END,
           old_values = NULL,
           new_values = NULL
     WHERE user_id = person OR about = person
$$;

-- Whether the actor may change this account: 'yes', 'unknown', 'above' (a level higher than one's own), or 'last' (it is
-- the only super admin who can log in, and would not be one any more). What the actor is counts as it is on record now.
-- Locking all super admins keeps two of them from removing each other.
CREATE FUNCTION may_change_account(by_user text, target text, loses_super_admin boolean)
RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    own integer;
    theirs integer;
    their_role text;
BEGIN
    PERFORM 1 FROM users WHERE role = 'super_admin' ORDER BY user_id FOR UPDATE;
    SELECT r.level INTO own FROM users u JOIN roles r ON r.name = u.role WHERE u.user_id = by_user AND u.is_active;
    SELECT r.level, u.role INTO theirs, their_role FROM users u JOIN roles r ON r.name = u.role
     WHERE u.user_id = target AND u.deleted_at IS NULL FOR UPDATE OF u;
    IF theirs IS NULL THEN
        RETURN 'unknown';
    ELSIF theirs > COALESCE(own, 0) THEN
        RETURN 'above';
    ELSIF loses_super_admin AND their_role = 'super_admin' AND NOT EXISTS (
        SELECT 1 FROM users WHERE role = 'super_admin' AND is_active AND deleted_at IS NULL AND user_id <> target
    ) THEN
        RETURN 'last';
    END IF;
    RETURN 'yes';
END $$;

-- Answers what `may_change_account` does, or 'above' when the new role is.
CREATE FUNCTION change_role(actor jsonb, target text, new_role text)
RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    verdict text := may_change_account(actor ->> 'user_id', target, new_role <> 'super_admin');
    old_role text;
BEGIN
    IF verdict = 'yes' AND (SELECT level FROM roles WHERE name = new_role)
       > (SELECT r.level FROM users u JOIN roles r ON r.name = u.role WHERE u.user_id = actor ->> 'user_id') THEN
        verdict := 'above';
    END IF;
    IF verdict = 'yes' THEN
        UPDATE users SET role = new_role WHERE user_id = target AND role <> new_role
        RETURNING old.role INTO old_role;
        IF FOUND THEN
            PERFORM audit(actor, 'user.role_changed', 'user', target, jsonb_build_object('role', old_role),
                          jsonb_build_object('role', new_role));
        END IF;
    END IF;
    RETURN verdict;
END $$;

-- Lets an account in or shuts it out, with all its sessions.
CREATE FUNCTION change_activity(actor jsonb, target text, active boolean)
RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    verdict text := may_change_account(actor ->> 'user_id', target, NOT active);
BEGIN
    IF verdict = 'yes' THEN
        UPDATE users SET is_active = active WHERE user_id = target AND is_active <> active;
        IF FOUND THEN
            PERFORM audit(actor, CASE WHEN active THEN 'user.reactivated' ELSE 'user.deactivated' END, 'user', target,
                          jsonb_build_object('is_active', NOT active), jsonb_build_object('is_active', active));
        END IF;
        IF NOT active THEN
            UPDATE sessions SET revoked_at = now(), revoked_for = 'deactivated'
             WHERE user_id = target AND revoked_at IS NULL;
        END IF;
    END IF;
    RETURN verdict;
END $$;
