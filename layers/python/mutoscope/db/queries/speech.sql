-- name: speech_of_about
SELECT result FROM jobs
 WHERE user_id = :user_id AND kind = 'speech' AND status = 'completed'
   AND CAST(result -> 'facts' ->> 'samples' AS bigint) BETWEEN CAST(:least AS bigint) AND CAST(:most AS bigint)
 ORDER BY job_id DESC LIMIT 20
