-- name: create_batch
WITH made AS (
    INSERT INTO batches (batch_id, user_id, key_id, endpoint, input_file_id, metadata, retried_from, output_seconds)
    VALUES (:batch_id, :user_id, :key_id, :endpoint, :input_file_id, CAST(:metadata AS jsonb), :retried_from,
            CAST(:output_seconds AS bigint))
    ON CONFLICT (batch_id) DO NOTHING
    RETURNING *
)
SELECT made.*, audit(CAST(:actor AS jsonb), 'batch.created', 'batch', batch_id, NULL,
                     jsonb_build_object('endpoint', endpoint, 'input_file_id', input_file_id)) AS audited
  FROM made

-- name: get_batch
SELECT * FROM batches WHERE batch_id = :batch_id AND user_id = :user_id

-- list: batches by batch_id
SELECT * FROM batches WHERE user_id = :user_id

-- list: batch_lines by line_id
SELECT * FROM batch_lines WHERE batch_id = :batch_id

-- list: batch_lines_of_status by line_id
SELECT * FROM batch_lines WHERE batch_id = :batch_id AND status = :status

-- name: batches_under_way
SELECT *, expires_at <= now() AS late FROM batches
 WHERE user_id = :user_id AND status IN ('validating', 'in_progress', 'finalizing', 'cancelling')
 ORDER BY batch_id LIMIT 50

-- name: all_batches_under_way
SELECT user_id, batch_id FROM batches WHERE status IN ('validating', 'in_progress', 'finalizing', 'cancelling')

-- name: add_batch_lines
INSERT INTO batch_lines (line_id, batch_id, custom_id, body, status, error)
SELECT line_id, :batch_id, custom_id, body, status, error
  FROM jsonb_to_recordset(CAST(:lines AS jsonb))
       AS l(line_id text, custom_id text, body jsonb, status text, error jsonb)
ON CONFLICT (line_id) DO NOTHING

-- name: begin_batch
-- One that was cancelled meanwhile goes on being cancelled, now with its lines.
UPDATE batches SET status = CASE WHEN status = 'validating' THEN 'in_progress' ELSE status END, in_progress_at = now(),
       total = CAST(:total AS integer), failed = CAST(:failed AS integer)
 WHERE batch_id = :batch_id AND status IN ('validating', 'cancelling') AND in_progress_at IS NULL

-- name: refuse_batch
UPDATE batches SET status = 'failed', ended_at = now(), errors = CAST(:errors AS jsonb),
       total = CAST(:total AS integer), failed = CAST(:total AS integer)
 WHERE batch_id = :batch_id AND status IN ('validating', 'cancelling') AND in_progress_at IS NULL

-- name: batch_lines_in_work
-- A film that waits for its review is nobody's work, so it takes no place of another.
SELECT count(*) AS number
  FROM batches b JOIN batch_lines l ON l.batch_id = b.batch_id AND l.status = 'ordered'
  LEFT JOIN jobs j ON j.job_id = l.job_id
  LEFT JOIN films f ON f.film_id = j.film_id
 WHERE b.user_id = :user_id AND b.status IN ('in_progress', 'cancelling') AND COALESCE(f.awaiting_review, false) = false

-- name: waiting_batch_lines
SELECT * FROM batch_lines WHERE batch_id = :batch_id AND status = 'waiting'
 ORDER BY line_id LIMIT CAST(:limit AS integer)

-- name: ordered_batch_jobs
SELECT j.* FROM batch_lines l JOIN jobs j ON j.job_id = l.job_id
 WHERE l.batch_id = :batch_id AND l.status = 'ordered' AND j.status IN ('queued', 'in_progress')

-- name: order_batch_line
UPDATE batch_lines SET status = 'ordered', job_id = :job_id WHERE line_id = :line_id AND status = 'waiting'

-- name: fail_batch_line
UPDATE batch_lines SET status = 'failed', error = CAST(:error AS jsonb)
 WHERE line_id = :line_id AND status = 'waiting'

-- name: fail_waiting_batch_lines
UPDATE batch_lines SET status = 'failed', error = CAST(:error AS jsonb)
 WHERE batch_id = :batch_id AND status = 'waiting'

-- name: settle_batch_lines
-- A line ends as its job did, and one whose job is gone has failed.
UPDATE batch_lines l
   SET status = CASE WHEN o.job_status = 'completed' THEN 'completed' ELSE 'failed' END,
       error = CASE WHEN o.job_status = 'completed' THEN NULL
                    ELSE COALESCE(o.job_error, CAST(:cancelled AS jsonb)) END
  FROM (SELECT i.line_id, j.status AS job_status, j.error AS job_error
          FROM batch_lines i LEFT JOIN jobs j ON j.job_id = i.job_id
         WHERE i.batch_id = :batch_id AND i.status = 'ordered') AS o
 WHERE l.line_id = o.line_id AND (o.job_status IS NULL OR o.job_status NOT IN ('queued', 'in_progress'))

-- name: count_batch_lines
UPDATE batches b SET completed = c.completed, failed = c.failed
  FROM (SELECT count(*) FILTER (WHERE status = 'completed') AS completed,
               count(*) FILTER (WHERE status = 'failed') AS failed,
               count(*) FILTER (WHERE status IN ('waiting', 'ordered')) AS open
          FROM batch_lines WHERE batch_id = :batch_id) AS c
 WHERE b.batch_id = :batch_id
RETURNING c.open

-- name: finalize_batch
UPDATE batches SET status = 'finalizing', finalizing_at = now(), ending = :ending,
       output_file_id = CASE WHEN completed > 0 THEN :output_file_id END,
       error_file_id = CASE WHEN failed > 0 THEN :error_file_id END
 WHERE batch_id = :batch_id AND status IN ('in_progress', 'cancelling')

-- name: end_batch
UPDATE batches SET status = ending, ended_at = now() WHERE batch_id = :batch_id AND status = 'finalizing'

-- name: cancel_batch
WITH changed AS (
    UPDATE batches SET status = 'cancelling', cancelling_at = now()
     WHERE batch_id = :batch_id AND user_id = :user_id AND status IN ('validating', 'in_progress')
    RETURNING new.*, old.status AS old_status
)
SELECT changed.*, audit(CAST(:actor AS jsonb), 'batch.cancelled', 'batch', batch_id,
                        jsonb_build_object('status', old_status), jsonb_build_object('status', status)) AS audited
  FROM changed

-- name: export_batches
SELECT batch_id, endpoint, input_file_id, metadata, status, total, completed, failed, created_at FROM batches
 WHERE user_id = :user_id AND batch_id > :after ORDER BY batch_id LIMIT 100
