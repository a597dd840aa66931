-- The line that a job waits in: 0 for what somebody waits for, 2 for a line of a batch; 1 is a film's, whose stages wait
-- and not the job. And what lists of jobs are filtered by.

ALTER TABLE jobs ADD COLUMN line smallint NOT NULL DEFAULT 0 CHECK (line BETWEEN 0 AND 2);

CREATE INDEX jobs_by_status ON jobs (user_id, status, job_id);
CREATE INDEX jobs_by_kind ON jobs (user_id, kind, job_id);
-- How long a kind usually takes is told by its latest.
CREATE INDEX jobs_delivered ON jobs (kind, job_id DESC) WHERE status = 'completed';

-- Puts a job that was just accepted into its line.
CREATE FUNCTION line_up(new_job jsonb) RETURNS void LANGUAGE sql VOLATILE AS $$
    UPDATE jobs SET line = CAST(new_job ->> 'line' AS smallint)
     WHERE job_id = new_job ->> 'job_id' AND new_job ->> 'line' IN ('1', '2')
$$;
