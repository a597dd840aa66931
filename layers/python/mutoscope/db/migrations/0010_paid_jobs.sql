-- Jobs that are paid for: a job's row, its hold and its outbox entry commit together, and so do its end and its charge.
-- The owner's wallet is always locked first, then films, then jobs, so that two such calls never wait for each other.

ALTER TABLE jobs
    ADD COLUMN key_id          text,
    ADD COLUMN credits_held    bigint NOT NULL DEFAULT 0 CHECK (credits_held >= 0),
    ADD COLUMN credits_charged bigint NOT NULL DEFAULT 0 CHECK (credits_charged BETWEEN 0 AND credits_held),
    -- When the hold runs out; null is never.
    ADD COLUMN held_until      timestamptz;
CREATE INDEX jobs_unfinished_of_user ON jobs (user_id) WHERE status IN ('queued', 'in_progress');

-- What each stage of a job used. A stage that came from the cache used nothing and has no row.
CREATE TABLE api_usage (
    job_id      text NOT NULL,
    stage_key   text NOT NULL,
    user_id     text NOT NULL,
    key_id      text,
    -- Who did it, what was done, how much of it, what it is charged, and what it cost us in millionths of a dollar.
    service     text NOT NULL,
    operation   text NOT NULL,
    scene_id    text,
    units       bigint NOT NULL CHECK (units >= 0),
    unit        text NOT NULL,
    credits     bigint NOT NULL CHECK (credits >= 0),
    cost_micros bigint NOT NULL DEFAULT 0 CHECK (cost_micros >= 0),
    seconds     double precision NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (job_id, stage_key)
);
CREATE INDEX api_usage_of_user ON api_usage (user_id, created_at DESC);

-- What was ordered with a key in a month and has not come back.
CREATE TABLE key_spending (
    key_id  text NOT NULL,
    month   date NOT NULL,
    credits bigint NOT NULL CHECK (credits >= 0),
    PRIMARY KEY (key_id, month)
);

-- A key that was rotated goes on with what was spent by the one before it.
CREATE FUNCTION first_key(by_key text) RETURNS text LANGUAGE sql STABLE AS $$
    WITH RECURSIVE line AS (
        SELECT api_key_id, rotated_from, 0 AS age FROM api_keys WHERE api_key_id = by_key
        UNION ALL
        SELECT k.api_key_id, k.rotated_from, age + 1 FROM api_keys k JOIN line ON k.api_key_id = line.rotated_from
    )
    SELECT COALESCE((SELECT api_key_id FROM line ORDER BY age DESC LIMIT 1), by_key)
$$;

-- A job's end in the books. Delivered or cancelled, it is charged what its stages used, and never more than was held;
-- failed, nothing. A hold that ran out is released.
CREATE FUNCTION settle_hold(wallet wallets, job jobs, new_status text, moment timestamptz) RETURNS step
LANGUAGE plpgsql AS $$
DECLARE
    hold   movements;
    used   bigint;
    did    step;
    charge bigint := 0;
BEGIN
    SELECT * INTO hold FROM movements WHERE ref = job.job_id AND phase = 'hold';
    IF NOT FOUND THEN
        RETURN stay(wallet, 'unknown', NULL, NULL);
    END IF;
    IF new_status <> 'failed' THEN
        SELECT LEAST(COALESCE(sum(u.credits), 0), hold.held) INTO charge FROM api_usage u WHERE u.job_id = job.job_id;
    END IF;
    IF charge > 0 OR new_status = 'completed' THEN
        did := capture_from(wallet, hold, charge, moment);
    END IF;
    IF did IS NULL OR (did.answer).outcome = 'expired' THEN
        charge := 0;
        did := release_to(wallet, hold, CASE WHEN hold.expires_at <= moment THEN 'ran out' ELSE new_status END, moment);
    END IF;
    IF (did.answer).outcome = 'done' THEN
        UPDATE jobs SET credits_charged = charge WHERE job_id = job.job_id;
        UPDATE key_spending k SET credits = GREATEST(0, k.credits - hold.held + charge)
         WHERE k.key_id = first_key(job.key_id) AND k.month = date_trunc('month', job.created_at AT TIME ZONE 'UTC');
    END IF;
    RETURN did;
END $$;

-- Counts an order against its key's monthly cap; answers what is missing, or null when nothing is.
CREATE FUNCTION spend_by_key(by_key text, wanted bigint, moment timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    cap   bigint;
    spent bigint;
BEGIN
    SELECT monthly_credits INTO cap FROM api_keys WHERE api_key_id = by_key;
    INSERT INTO key_spending AS k (key_id, month, credits)
    VALUES (first_key(by_key), date_trunc('month', moment AT TIME ZONE 'UTC'), wanted)
    ON CONFLICT (key_id, month) DO UPDATE SET credits = k.credits + excluded.credits
    RETURNING k.credits INTO spent;
    RETURN CASE WHEN spent > cap THEN spent - cap END;
END $$;

-- Accepts a job once: the job, its hold, its film (new, or with its script changed), its outbox entry and the saved
-- answer commit together. A key that was used before inserts nothing and returns what was answered then; so does a
-- change of a film that another change overtook, with no answer: `follows` names the build that the change was made on.
-- `refusal` says why nothing was accepted for want of credits: 'insufficient' or 'key_cap', with what is missing.
-- `top_up` is the level that the wallet of a laptop's owner is filled to when an order finds it too low.
DROP FUNCTION accept_job(jsonb, jsonb, jsonb);
CREATE FUNCTION accept_job(new_job jsonb, new_film jsonb, idempotency jsonb)
RETURNS TABLE (accepted boolean, fingerprint text, answer text, refusal text, missing bigint, available bigint)
LANGUAGE plpgsql AS $$
DECLARE
    owner  text := new_job ->> 'user_id';
    job    text := new_job ->> 'job_id';
    price  credits := COALESCE(CAST(new_job ->> 'credits' AS bigint), 0);
    moment timestamptz := clock_timestamp();
    until  timestamptz := moment + make_interval(secs => CAST(new_job ->> 'hold_seconds' AS double precision));
    wallet wallets;
    did    step;
    over   jobs;
    saved  idempotency_keys;
BEGIN
    wallet := lock_wallet(owner, moment);

    IF idempotency IS NOT NULL THEN
        DELETE FROM idempotency_keys k
         WHERE k.user_id = owner AND k.key = idempotency ->> 'key' AND k.created_at < now() - interval '24 hours';
        INSERT INTO idempotency_keys (user_id, key, fingerprint, answer)
        VALUES (owner, idempotency ->> 'key', idempotency ->> 'fingerprint', idempotency ->> 'answer')
        ON CONFLICT (user_id, key) DO NOTHING;
        IF NOT FOUND THEN
            SELECT * INTO saved FROM idempotency_keys k WHERE k.user_id = owner AND k.key = idempotency ->> 'key';
            accepted := false;
            fingerprint := saved.fingerprint;
            answer := saved.answer;
            RETURN NEXT;
            RETURN;
        END IF;
    END IF;

    IF new_film ->> 'follows' IS NOT NULL THEN
        PERFORM 1 FROM films WHERE film_id = new_film ->> 'film_id' AND job_id = new_film ->> 'follows' FOR UPDATE;
        IF NOT FOUND THEN
            accepted := false;
            RETURN NEXT;
            RETURN;
        END IF;
    END IF;

    IF new_film IS NOT NULL THEN
        FOR over IN
            UPDATE jobs j SET status = 'cancelled', completed_at = now()
             WHERE j.film_id = new_film ->> 'film_id' AND j.status IN ('queued', 'in_progress')
            RETURNING j.*
        LOOP
            did := settle_hold(wallet, over, 'cancelled', moment);
            wallet := did.wallet;
        END LOOP;
        INSERT INTO films (film_id, user_id, request, script, script_given, approved, job_id)
        VALUES (new_film ->> 'film_id', owner, new_film -> 'request',
                NULLIF(new_film -> 'script', 'null'), CAST(new_film ->> 'script_given' AS boolean),
                CAST(new_film ->> 'approved' AS boolean), job)
        ON CONFLICT (film_id) DO UPDATE
           SET script = excluded.script, script_given = excluded.script_given, approved = excluded.approved,
               awaiting_review = false, job_id = excluded.job_id;
    END IF;

    IF price > wallet.subscription + wallet.pack AND new_job ->> 'top_up' IS NOT NULL THEN
        did := grant_to(wallet, 'topup_' || job, 'pack',
                        price + CAST(new_job ->> 'top_up' AS bigint) - wallet.subscription - wallet.pack + wallet.debt,
                        NULL, 'top-up', moment);
        wallet := did.wallet;
    END IF;
    did := hold_from(wallet, job, price, until, moment);
    missing := (did.answer).credits;
    available := (did.answer).available;
    IF (did.answer).outcome = 'insufficient' THEN
        RAISE SQLSTATE 'MU402' USING MESSAGE = 'insufficient';
    END IF;
    missing := NULL;
    IF new_job ->> 'key_id' IS NOT NULL THEN
        missing := spend_by_key(new_job ->> 'key_id', price, moment);
    END IF;
    IF missing > 0 THEN
        RAISE SQLSTATE 'MU402' USING MESSAGE = 'key_cap';
    END IF;
    PERFORM keep_wallet(did.wallet);

    INSERT INTO jobs (job_id, user_id, kind, film_id, parameters, key_id, credits_held, held_until)
    VALUES (job, owner, new_job ->> 'kind', new_film ->> 'film_id', new_job -> 'parameters', new_job ->> 'key_id', price,
            until);
    INSERT INTO outbox (job_id, attempt) VALUES (job, 1);
    accepted := true;
    RETURN NEXT;
EXCEPTION WHEN SQLSTATE 'MU402' THEN
    -- Nothing of it stands: neither the saved answer nor the end of the build that this one was to replace.
    accepted := false;
    refusal := SQLERRM;
    RETURN NEXT;
END $$;

-- Ends a job once, and only at the attempt that is running, together with its hold; answers how it ended, or null when
-- this call did not end it. What is delivered after its hold ran out is not charged, and has failed with `late`.
DROP FUNCTION finish_job(text, integer, text, jsonb, jsonb);
CREATE FUNCTION finish_job(ended_job text, at_attempt integer, new_status text, new_result jsonb, new_error jsonb,
                           late jsonb DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz := clock_timestamp();
    wallet wallets;
    job    jobs;
    did    step;
BEGIN
    SELECT * INTO job FROM jobs WHERE job_id = ended_job AND attempt = at_attempt AND status IN ('queued', 'in_progress');
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    wallet := lock_wallet(job.user_id, moment);
    IF new_status = 'completed' AND job.held_until <= moment THEN
        new_status := 'failed';
        new_result := NULL;
        new_error := late;
    END IF;
    UPDATE jobs
       SET status = new_status, result = new_result, error = new_error, completed_at = now()
     WHERE job_id = ended_job AND attempt = at_attempt AND status IN ('queued', 'in_progress');
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    did := settle_hold(wallet, job, new_status, moment);
    PERFORM keep_wallet(did.wallet);
    UPDATE films SET awaiting_review = false WHERE job_id = ended_job;
    RETURN new_status;
END $$;

-- Ends the user's jobs whose holds ran out, or only the one, as failed with `late`; answers them.
CREATE FUNCTION expire_holds(owner text, only_job text, late jsonb) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    job jobs;
BEGIN
    FOR job IN
        SELECT * FROM jobs WHERE user_id = owner AND status IN ('queued', 'in_progress') AND held_until <= clock_timestamp()
           AND (only_job IS NULL OR job_id = only_job)
    LOOP
        IF finish_job(job.job_id, job.attempt, 'failed', NULL, late) IS NOT NULL THEN
            RETURN NEXT job.job_id;
        END IF;
    END LOOP;
END $$;

UPDATE roles SET permissions = permissions || '["credits:read"]';
UPDATE roles SET permissions = permissions || '["credits:grant", "credits:audit"]' WHERE level >= 4;

-- A hundred credits for ninety days welcome whoever proves an address: once for an account, and once for an address
-- whatever becomes of its account. They commit with the proof, by whichever way it comes.
CREATE FUNCTION welcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM movements WHERE wallet_id = NEW.user_id AND reason = 'welcome') THEN
        PERFORM grant_credits(NEW.user_id, 'welcome_' || encode(sha256(convert_to(NEW.email_key, 'UTF8')), 'hex'),
                              'subscription', 100, clock_timestamp() + interval '90 days', 'welcome');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER welcome AFTER INSERT OR UPDATE OF email_verified_at ON users
    FOR EACH ROW WHEN (NEW.email_verified_at IS NOT NULL AND NEW.email_key IS NOT NULL) EXECUTE FUNCTION welcome();

-- Where jobs and books do not say the same; must be empty.
CREATE VIEW job_findings AS
SELECT j.user_id AS wallet_id, j.job_id AS ref, 'the job is over and its credits are still held' AS finding
  FROM jobs j JOIN movements h ON h.ref = j.job_id AND h.phase = 'hold'
 WHERE j.status NOT IN ('queued', 'in_progress')
   AND NOT EXISTS (SELECT 1 FROM movements e WHERE e.ref = j.job_id AND e.phase = 'end')
UNION ALL
SELECT j.user_id, j.job_id, 'the job is not over and its hold is' FROM jobs j JOIN movements e ON e.ref = j.job_id AND e.phase = 'end'
 WHERE j.status IN ('queued', 'in_progress')
UNION ALL
SELECT j.user_id, j.job_id, 'the job says another price than its hold' FROM jobs j
  LEFT JOIN movements h ON h.ref = j.job_id AND h.phase = 'hold' WHERE j.credits_held <> COALESCE(h.held, 0)
UNION ALL
SELECT j.user_id, j.job_id, 'the job says another charge than the books' FROM jobs j
  LEFT JOIN movements e ON e.ref = j.job_id AND e.phase = 'end' WHERE j.credits_charged <> COALESCE(e.system, 0)
UNION ALL
SELECT j.user_id, j.job_id, 'the job failed and was charged' FROM jobs j WHERE j.status = 'failed' AND j.credits_charged > 0
UNION ALL
SELECT h.wallet_id, h.ref, 'the job of this hold is gone' FROM movements h
 WHERE h.phase = 'hold' AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.job_id = h.ref)
   AND NOT EXISTS (SELECT 1 FROM movements e WHERE e.ref = h.ref AND e.phase = 'end');

-- The books compare ids byte by byte, so what is found in them by a user or a job needs indexes that do so too.
CREATE INDEX jobs_by_wallet ON jobs (user_id COLLATE "C");
CREATE INDEX jobs_by_ref ON jobs (job_id COLLATE "C");
