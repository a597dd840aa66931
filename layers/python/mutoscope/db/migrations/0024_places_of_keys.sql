-- From which networks each key is used, so that one that turns up somewhere else is noticed, and told of.
CREATE TABLE api_key_networks (
    key_id        text NOT NULL REFERENCES api_keys ON DELETE CASCADE,
    network       text NOT NULL,
    first_used_at timestamptz NOT NULL DEFAULT now(),
    last_used_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (key_id, network)
);

ALTER TABLE api_keys
    -- When its owner was last told of a network that was new.
    ADD COLUMN warned_at timestamptz,
    -- When somebody last tried it after its end.
    ADD COLUMN tried_at  timestamptz;

-- Where somebody works from is theirs: it goes with the key, and with the account.
CREATE FUNCTION forget_networks_of_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM api_key_networks WHERE key_id = NEW.key_id;
    RETURN NULL;
END $$;
CREATE TRIGGER networks_go_with_the_key AFTER UPDATE OF revoked_at ON api_keys
    FOR EACH ROW WHEN (NEW.revoked_at IS NOT NULL AND OLD.revoked_at IS NULL) EXECUTE FUNCTION forget_networks_of_key();
