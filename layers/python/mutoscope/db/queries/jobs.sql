-- list: filtered_jobs by job_id
-- Ids begin with the time, so when a job was made is asked by the id.
SELECT * FROM jobs
 WHERE user_id = :user_id AND job_id >= :first_id AND job_id < :beyond_id
   AND (CAST(:status AS text) IS NULL OR status = :status) AND (CAST(:kind AS text) IS NULL OR kind = :kind)

-- name: usual_seconds
-- Of each kind the median of its latest twenty that were delivered, null where there is none.
SELECT asked.kind, (
    SELECT CAST(percentile_cont(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM completed_at - started_at)) AS float8)
      FROM (SELECT started_at, completed_at FROM jobs
             WHERE jobs.kind = asked.kind AND status = 'completed' AND started_at IS NOT NULL
             ORDER BY job_id DESC LIMIT 20) AS latest
  ) AS seconds
  FROM (SELECT DISTINCT jsonb_array_elements_text(CAST(:kinds AS jsonb)) AS kind) AS asked
