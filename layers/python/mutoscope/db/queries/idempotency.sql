-- name: saved_answer
SELECT fingerprint, answer FROM idempotency_keys
 WHERE user_id = :user_id AND key = :key AND answer IS NOT NULL AND created_at > now() - interval '24 hours'

-- name: earlier_sending
SELECT key FROM idempotency_keys
 WHERE user_id = :user_id AND fingerprint = :fingerprint AND created_at > now() - interval '10 minutes'
 ORDER BY created_at DESC LIMIT 1

-- name: mark_sending
-- Reserved by nobody yet, so that whoever carries it out can.
INSERT INTO idempotency_keys (user_id, key, fingerprint, subject, reserved_until)
VALUES (:user_id, :key, :fingerprint, :subject, now())

-- name: reserve_answer
SELECT reserved, attempt, subject, fingerprint, answer
  FROM reserve_answer(CAST(:user_id AS text), CAST(:key AS text), CAST(:fingerprint AS text), CAST(:subject AS text),
                      CAST(:seconds AS integer))

-- name: save_answer
UPDATE idempotency_keys SET answer = :answer, reserved_until = NULL
 WHERE user_id = :user_id AND key = :key AND attempt = CAST(:attempt AS integer) AND answer IS NULL

-- name: lapse_reservation
UPDATE idempotency_keys SET reserved_until = now()
 WHERE user_id = :user_id AND key = :key AND attempt = CAST(:attempt AS integer) AND answer IS NULL

-- name: drop_reservation
DELETE FROM idempotency_keys
 WHERE user_id = :user_id AND key = :key AND attempt = CAST(:attempt AS integer) AND answer IS NULL
