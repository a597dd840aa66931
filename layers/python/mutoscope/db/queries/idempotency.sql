-- name: saved_answer
SELECT fingerprint, answer FROM idempotency_keys
 WHERE user_id = :user_id AND key = :key AND answer IS NOT NULL AND created_at > now() - interval '24 hours'

-- name: mark_sending
SELECT mark_sending(CAST(:user_id AS text), CAST(:fingerprint AS text), CAST(:key AS text), CAST(:subject AS text),
                    CAST(:retry AS boolean), CAST(:age AS double precision)) AS key

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
