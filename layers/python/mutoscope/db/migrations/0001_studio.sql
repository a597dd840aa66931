-- Users and their keys, films, jobs and the outbox of accepted jobs.
-- A job and its outbox entry commit together; `jobs.attempt` is the fence that finishing checks.

CREATE TABLE users (
    user_id    text PRIMARY KEY,
    name       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE api_keys (
    key_id     text PRIMARY KEY,
    user_id    text NOT NULL REFERENCES users ON DELETE CASCADE,
    digest     text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
);

CREATE TABLE films (
    film_id         text PRIMARY KEY,
    user_id         text NOT NULL REFERENCES users ON DELETE CASCADE,
    request         jsonb NOT NULL,
    script          jsonb,
    -- True when a person gave or edited the script; a written one can be written again.
    script_given    boolean NOT NULL DEFAULT false,
    approved        boolean NOT NULL DEFAULT false,
    awaiting_review boolean NOT NULL DEFAULT false,
    job_id          text NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX films_of_user ON films (user_id, film_id DESC);

CREATE TABLE jobs (
    job_id       text PRIMARY KEY,
    user_id      text NOT NULL REFERENCES users ON DELETE CASCADE,
    kind         text NOT NULL,
    film_id      text REFERENCES films ON DELETE CASCADE,
    status       text NOT NULL DEFAULT 'queued'
                 CHECK (status IN ('queued', 'in_progress', 'completed', 'failed', 'cancelled')),
    attempt      integer NOT NULL DEFAULT 1,
    parameters   jsonb NOT NULL,
    result       jsonb,
    error        jsonb,
    created_at   timestamptz NOT NULL DEFAULT now(),
    started_at   timestamptz,
    completed_at timestamptz
);
CREATE INDEX jobs_of_user ON jobs (user_id, job_id DESC);
CREATE INDEX jobs_unfinished ON jobs (job_id) WHERE status IN ('queued', 'in_progress');

CREATE TABLE outbox (
    job_id     text NOT NULL REFERENCES jobs ON DELETE CASCADE,
    attempt    integer NOT NULL,
    sent_at    timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (job_id, attempt)
);

CREATE TABLE idempotency_keys (
    user_id     text NOT NULL REFERENCES users ON DELETE CASCADE,
    key         text NOT NULL,
    fingerprint text NOT NULL,
    answer      text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, key)
);

-- Accepts a job once: the job, its film (new, or with its script changed), its outbox entry and the saved answer
-- commit together. A key that was used before inserts nothing and returns what was answered then; so does a change of
-- a film that another change overtook, with no answer: `follows` names the build that the change was made on.
CREATE FUNCTION accept_job(new_job jsonb, new_film jsonb, idempotency jsonb)
RETURNS TABLE (accepted boolean, fingerprint text, answer text)
LANGUAGE plpgsql AS $$
DECLARE
    saved idempotency_keys;
BEGIN
    IF idempotency IS NOT NULL THEN
        DELETE FROM idempotency_keys k
         WHERE k.user_id = new_job ->> 'user_id' AND k.key = idempotency ->> 'key'
           AND k.created_at < now() - interval '24 hours';
        INSERT INTO idempotency_keys (user_id, key, fingerprint, answer)
        VALUES (new_job ->> 'user_id', idempotency ->> 'key', idempotency ->> 'fingerprint', idempotency ->> 'answer')
        ON CONFLICT (user_id, key) DO NOTHING;
        IF NOT FOUND THEN
            SELECT * INTO saved FROM idempotency_keys k
             WHERE k.user_id = new_job ->> 'user_id' AND k.key = idempotency ->> 'key';
            RETURN QUERY SELECT false, saved.fingerprint, saved.answer;
            RETURN;
        END IF;
    END IF;

    IF new_film ->> 'follows' IS NOT NULL THEN
        PERFORM 1 FROM films WHERE film_id = new_film ->> 'film_id' AND job_id = new_film ->> 'follows' FOR UPDATE;
        IF NOT FOUND THEN
            RETURN QUERY SELECT false, CAST(NULL AS text), CAST(NULL AS text);
            RETURN;
        END IF;
    END IF;

    IF new_film IS NOT NULL THEN
        UPDATE jobs SET status = 'cancelled', completed_at = now()
         WHERE film_id = new_film ->> 'film_id' AND status IN ('queued', 'in_progress');
        INSERT INTO films (film_id, user_id, request, script, script_given, approved, job_id)
        VALUES (new_film ->> 'film_id', new_job ->> 'user_id', new_film -> 'request',
                NULLIF(new_film -> 'script', 'null'), CAST(new_film ->> 'script_given' AS boolean),
                CAST(new_film ->> 'approved' AS boolean), new_job ->> 'job_id')
        ON CONFLICT (film_id) DO UPDATE
           SET script = excluded.script, script_given = excluded.script_given, approved = excluded.approved,
               awaiting_review = false, job_id = excluded.job_id;
    END IF;

    INSERT INTO jobs (job_id, user_id, kind, film_id, parameters)
    VALUES (new_job ->> 'job_id', new_job ->> 'user_id', new_job ->> 'kind', new_film ->> 'film_id',
            new_job -> 'parameters');
    INSERT INTO outbox (job_id, attempt) VALUES (new_job ->> 'job_id', 1);
    RETURN QUERY SELECT true, CAST(NULL AS text), CAST(NULL AS text);
END $$;

-- Ends a job once, and only at the attempt that is running; answers whether this call ended it.
CREATE FUNCTION finish_job(ended_job text, at_attempt integer, new_status text, new_result jsonb, new_error jsonb)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE jobs
       SET status = new_status, result = new_result, error = new_error, completed_at = now()
     WHERE job_id = ended_job AND attempt = at_attempt AND status IN ('queued', 'in_progress');
    IF FOUND THEN
        UPDATE films SET awaiting_review = false WHERE job_id = ended_job;
        RETURN true;
    END IF;
    RETURN false;
END $$;

-- Starts the next attempt of an unfinished job: its outbox entry and its new fence commit together.
CREATE FUNCTION next_attempt(unfinished_job text)
RETURNS SETOF integer
LANGUAGE plpgsql AS $$
DECLARE
    number integer;
BEGIN
    UPDATE jobs SET attempt = attempt + 1
     WHERE job_id = unfinished_job AND status IN ('queued', 'in_progress')
    RETURNING attempt INTO number;
    IF FOUND THEN
        INSERT INTO outbox (job_id, attempt) VALUES (unfinished_job, number);
        RETURN NEXT number;
    END IF;
END $$;
