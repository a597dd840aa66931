-- name: accept_job
SELECT accepted, fingerprint, answer, refusal, missing, available,
       CASE WHEN accepted THEN file_film(CAST(:film AS jsonb)) END AS filed,
       CASE WHEN accepted THEN line_up(CAST(:job AS jsonb)) END AS lined_up,
       CASE WHEN accepted THEN audit(CAST(:actor AS jsonb), CAST(:change AS jsonb)) END AS audited
  FROM accept_job(CAST(:job AS jsonb), CAST(:film AS jsonb), CAST(:idempotency AS jsonb))

-- name: finish_job
SELECT finish_job(CAST(:job_id AS text), CAST(:attempt AS integer), CAST(:status AS text),
                  CAST(:result AS jsonb), CAST(:error AS jsonb), CAST(:late AS jsonb)) AS status,
       EXISTS (SELECT 1 FROM batch_lines WHERE job_id = :job_id) AS in_batch

-- name: cancel_job
SELECT status, CASE WHEN status IS NOT NULL THEN audit(CAST(:actor AS jsonb), CAST(:change AS jsonb)) END AS audited,
       EXISTS (SELECT 1 FROM batch_lines WHERE job_id = :job_id) AS in_batch
  FROM finish_job(CAST(:job_id AS text), CAST(:attempt AS integer), 'cancelled', NULL, NULL) AS status

-- name: next_attempt
SELECT number FROM next_attempt(CAST(:job_id AS text)) AS number

-- name: begin_job
UPDATE jobs SET status = 'in_progress', started_at = COALESCE(started_at, now())
 WHERE job_id = :job_id AND status = 'queued'

-- name: get_job
SELECT * FROM jobs WHERE job_id = :job_id

-- list: jobs by job_id
SELECT * FROM jobs WHERE user_id = :user_id

-- name: unfinished_jobs
SELECT j.* FROM jobs j LEFT JOIN films f ON f.film_id = j.film_id
 WHERE j.status IN ('queued', 'in_progress') AND COALESCE(f.awaiting_review, false) = false
 ORDER BY j.job_id

-- name: unsent_entry
SELECT attempt FROM outbox WHERE job_id = :job_id AND attempt = CAST(:attempt AS integer) AND sent_at IS NULL

-- name: mark_sent
UPDATE outbox SET sent_at = now() WHERE job_id = :job_id AND attempt = CAST(:attempt AS integer)

-- name: jobs_of_ids
SELECT * FROM jobs WHERE job_id IN (SELECT jsonb_array_elements_text(CAST(:ids AS jsonb)))

-- name: films_of_ids
SELECT * FROM films WHERE film_id IN (SELECT jsonb_array_elements_text(CAST(:ids AS jsonb)))

-- name: get_film
SELECT * FROM films WHERE film_id = :film_id

-- list: films by film_id
SELECT * FROM films WHERE user_id = :user_id

-- name: save_written_script
UPDATE films SET script = CAST(:script AS jsonb) WHERE film_id = :film_id AND script IS NULL

-- name: park_for_review
UPDATE films SET awaiting_review = true WHERE film_id = :film_id AND job_id = :job_id AND approved = false

-- name: approve_film
-- The approval, the next attempt and its outbox entry commit together.
WITH approved AS (
    UPDATE films SET approved = true, awaiting_review = false,
           script = COALESCE(CAST(:script AS jsonb), script),
           script_given = script_given OR CAST(:script AS jsonb) IS NOT NULL
     WHERE film_id = :film_id AND awaiting_review = true
    RETURNING job_id
), begun AS (
    UPDATE jobs SET attempt = jobs.attempt + 1 FROM approved
     WHERE jobs.job_id = approved.job_id AND jobs.status IN ('queued', 'in_progress')
    RETURNING jobs.job_id, jobs.attempt
), entered AS (
    INSERT INTO outbox (job_id, attempt) SELECT job_id, attempt FROM begun
    RETURNING job_id, attempt
)
SELECT job_id, attempt, audit(CAST(:actor AS jsonb), CAST(:change AS jsonb)) AS audited FROM entered

-- name: jobs_of_film
SELECT job_id FROM jobs WHERE film_id = :film_id

-- name: delete_film
WITH gone AS (
    DELETE FROM films WHERE film_id = :film_id RETURNING film_id
)
SELECT film_id, audit(CAST(:actor AS jsonb), CAST(:change AS jsonb)) AS audited FROM gone

-- name: add_user
INSERT INTO users (user_id, name) VALUES (:user_id, :name) ON CONFLICT (user_id) DO NOTHING

-- name: add_api_key
INSERT INTO api_keys (key_id, user_id, digest) VALUES (:key_id, :user_id, :digest) ON CONFLICT DO NOTHING

-- name: edit_script
WITH edited AS (
    UPDATE films SET script = CAST(:script AS jsonb), script_given = true
     WHERE film_id = :film_id AND (awaiting_review = true OR job_id = '')
    RETURNING film_id
)
SELECT film_id, audit(CAST(:actor AS jsonb), CAST(:change AS jsonb)) AS audited FROM edited
