-- name: note_network_of_key
-- A network that is new for a key which has been used from another one goes into the audit log, and the owner is told of
-- it once a day at most. Two first uses at the same moment may both pass for the first.
WITH used AS (
    SELECT key_id, api_key_id, user_id, name, warned_at,
           EXISTS (SELECT 1 FROM api_key_networks n WHERE n.key_id = api_keys.key_id) AS has_others
      FROM api_keys WHERE api_key_id = :api_key_id AND revoked_at IS NULL
), noted AS (
    INSERT INTO api_key_networks (key_id, network)
    SELECT key_id, CAST(:network AS text) FROM used
    ON CONFLICT (key_id, network) DO UPDATE SET last_used_at = now()
    RETURNING key_id, new.network AS network, old.key_id IS NULL AS is_new
), unfamiliar AS (
    SELECT used.*, noted.network, COALESCE(used.warned_at < now() - interval '1 day', true) AS is_to_be_told
      FROM used JOIN noted USING (key_id) WHERE noted.is_new AND used.has_others
), warned AS (
    UPDATE api_keys SET warned_at = now() FROM unfamiliar
     WHERE api_keys.key_id = unfamiliar.key_id AND unfamiliar.is_to_be_told
)
SELECT user_id, name, is_to_be_told,
       audit(CAST(:actor AS jsonb), 'api_key.used_elsewhere', 'api_key', api_key_id, NULL,
             jsonb_build_object('network', network)) AS audited
  FROM unfamiliar

-- name: note_tried_key
-- A key that has ended, tried with its whole secret: whoever has it should not. At most one row an hour.
WITH tried AS (
    UPDATE api_keys SET tried_at = now()
     WHERE key_id = :key_id AND digest = :digest AND (revoked_at IS NOT NULL OR expires_at <= now())
       AND (tried_at IS NULL OR tried_at < now() - interval '1 hour')
    RETURNING api_key_id, user_id
)
SELECT audit(CAST(:actor AS jsonb) || jsonb_build_object('user_id', user_id), 'api_key.tried_after_its_end', 'api_key',
             api_key_id, NULL, NULL) AS audited
  FROM tried
