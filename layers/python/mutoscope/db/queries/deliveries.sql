-- name: last_deliveries
SELECT film_id, max(job_id) AS job_id
FROM jobs
WHERE film_id IN (SELECT jsonb_array_elements_text(CAST(:film_ids AS jsonb))) AND status = 'completed'
GROUP BY film_id
