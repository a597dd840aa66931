-- name: has_webhooks
SELECT webhook_id FROM webhooks WHERE user_id = :user_id AND is_active LIMIT 1

-- name: create_webhook
-- Carried out again it replaces the secret that nobody was shown.
WITH made AS (
    INSERT INTO webhooks (webhook_id, user_id, url, host, event_types, description, version, sealed)
    SELECT :webhook_id, :user_id, :url, :host, CAST(:event_types AS jsonb), :description, 1, CAST(:sealed AS jsonb)
     WHERE has_room_for_webhook(CAST(:user_id AS text), CAST(:webhook_id AS text), CAST(:most AS integer))
    ON CONFLICT (webhook_id) DO UPDATE SET sealed = excluded.sealed
     WHERE webhooks.user_id = excluded.user_id AND webhooks.version = 1
    RETURNING *
)
SELECT made.*, audit(CAST(:actor AS jsonb), 'webhook.created', 'webhook', webhook_id, NULL,
                     jsonb_build_object('host', host, 'event_types', event_types, 'description', description)) AS audited
  FROM made

-- name: get_webhook
SELECT * FROM webhooks WHERE webhook_id = :webhook_id AND user_id = :user_id

-- list: webhooks by webhook_id
SELECT * FROM webhooks WHERE user_id = :user_id

-- name: change_webhook
-- What was switched off for its failures begins anew when its owner switches it on.
WITH changed AS (
    UPDATE webhooks
       SET url = COALESCE(CAST(:url AS text), url), host = COALESCE(CAST(:host AS text), host),
           event_types = COALESCE(CAST(:event_types AS jsonb), event_types),
           description = COALESCE(CAST(:description AS text), description),
           is_active = COALESCE(CAST(:is_active AS boolean), is_active),
           disabled_for = CASE WHEN CAST(:is_active AS boolean) THEN NULL ELSE disabled_for END,
           told_at = CASE WHEN CAST(:is_active AS boolean) THEN NULL ELSE told_at END,
           failing_since = CASE WHEN CAST(:is_active AS boolean) THEN NULL ELSE failing_since END,
           updated_at = clock_timestamp()
     WHERE webhook_id = :webhook_id AND user_id = :user_id
    RETURNING new.*, old.host AS old_host, old.event_types AS old_event_types, old.description AS old_description,
              old.is_active AS was_active
)
SELECT changed.*,
       audit(CAST(:actor AS jsonb), 'webhook.changed', 'webhook', webhook_id,
             jsonb_build_object('host', old_host, 'event_types', old_event_types, 'description', old_description,
                                'is_active', was_active),
             jsonb_build_object('host', host, 'event_types', event_types, 'description', description,
                                'is_active', is_active)) AS audited
  FROM changed

-- name: rotate_webhook
-- Both secrets sign until the overlap is over. Carried out again it replaces the secret that nobody was shown.
WITH rotated AS (
    UPDATE webhooks
       SET previous = CASE WHEN rotated_by = CAST(:rotated_by AS text) THEN previous ELSE sealed END,
           previous_version = CASE WHEN rotated_by = CAST(:rotated_by AS text) THEN previous_version ELSE version END,
           previous_until = CASE WHEN rotated_by = CAST(:rotated_by AS text) THEN previous_until
                                 ELSE clock_timestamp() + make_interval(secs => CAST(:overlap AS integer)) END,
           sealed = CAST(:sealed AS jsonb), version = CAST(:version AS integer),
           rotated_by = CAST(:rotated_by AS text), updated_at = clock_timestamp()
     WHERE webhook_id = :webhook_id AND user_id = :user_id AND version = CAST(:version AS integer) - 1
    RETURNING *
)
SELECT rotated.*, audit(CAST(:actor AS jsonb), 'webhook.rotated', 'webhook', webhook_id,
                        jsonb_build_object('version', previous_version),
                        jsonb_build_object('version', version, 'previous_until', previous_until)) AS audited
  FROM rotated

-- name: delete_webhook
WITH gone AS (
    DELETE FROM webhooks WHERE webhook_id = :webhook_id AND user_id = :user_id RETURNING *
)
SELECT gone.webhook_id, audit(CAST(:actor AS jsonb), 'webhook.deleted', 'webhook', webhook_id,
                              jsonb_build_object('host', host, 'event_types', event_types), NULL) AS audited
  FROM gone

-- list: deliveries by delivery_id
SELECT d.* FROM webhook_deliveries d JOIN webhooks w ON w.webhook_id = d.webhook_id
 WHERE d.webhook_id = :webhook_id AND w.user_id = :user_id

-- name: get_delivery
SELECT d.* FROM webhook_deliveries d JOIN webhooks w ON w.webhook_id = d.webhook_id
 WHERE d.delivery_id = :delivery_id AND d.webhook_id = :webhook_id AND w.user_id = :user_id

-- name: owe_test
SELECT d.*, audit(CAST(:actor AS jsonb), 'webhook.tested', 'webhook', d.webhook_id, NULL,
                  jsonb_build_object('delivery_id', d.delivery_id)) AS audited
  FROM owe_test(CAST(:webhook_id AS text), CAST(:delivery_id AS text)) AS d

-- name: replay_delivery
SELECT d.*, audit(CAST(:actor AS jsonb), 'delivery.replayed', 'delivery', CAST(:replayed AS text), NULL,
                  jsonb_build_object('delivery_id', d.delivery_id)) AS audited
  FROM replay_delivery(CAST(:webhook_id AS text), CAST(:replayed AS text), CAST(:delivery_id AS text)) AS d

-- name: due_webhooks
SELECT w.webhook_id FROM webhooks w
 WHERE w.user_id = :user_id AND w.is_active
   AND EXISTS (SELECT 1 FROM webhook_deliveries d
                WHERE d.webhook_id = w.webhook_id AND d.status = 'pending' AND d.next_try_at <= clock_timestamp())

-- name: forget_wakes
SELECT webhook_id FROM forget_wakes() AS webhook_id

-- name: claim_delivery
SELECT * FROM claim_delivery(CAST(:webhook_id AS text), CAST(:woken AS text), CAST(:lease AS integer),
                             CAST(:at_once AS integer))

-- name: report_delivery
SELECT report_delivery(CAST(:delivery_id AS text), CAST(:number AS integer), CAST(:verdict AS text), CAST(:told AS jsonb),
                       CAST(:retry_in AS double precision), CAST(:patience AS integer), CAST(:counts AS boolean)) AS wake_in

-- name: note_wake
UPDATE webhooks SET wake = :wake, wakes_at = clock_timestamp() + make_interval(secs => CAST(:seconds AS integer))
 WHERE webhook_id = :webhook_id

-- name: note_told
UPDATE webhooks SET told_at = clock_timestamp() WHERE webhook_id = :webhook_id AND disabled_for IS NOT NULL

-- name: export_webhooks
SELECT webhook_id, url, event_types, description, is_active, created_at FROM webhooks
 WHERE user_id = :user_id AND webhook_id > :after ORDER BY webhook_id LIMIT 100
