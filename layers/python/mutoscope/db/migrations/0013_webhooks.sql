-- Outgoing webhooks: who wants to hear of what, and what is owed to them.
-- A delivery is written by the transaction that makes what it tells of, so that neither is there without the other.

CREATE TABLE webhooks (
    webhook_id       text PRIMARY KEY,
    user_id          text NOT NULL REFERENCES users ON DELETE CASCADE,
    url              text NOT NULL,
    -- Of the address, for letters and the log: the rest of it may hold a token.
    host             text NOT NULL,
    -- A list of event types, or ["*"] for all.
    event_types      jsonb NOT NULL,
    description      text NOT NULL DEFAULT '',
    is_active        boolean NOT NULL DEFAULT true,
    -- Why the studio itself switched it off, and when its owner was written to.
    disabled_for     text CHECK (disabled_for IN ('gone', 'failing')),
    told_at          timestamptz,
    -- Since when nothing arrives.
    failing_since    timestamptz,
    -- The secret that signs, and until `previous_until` the one before it; never as plain text.
    version          integer NOT NULL,
    sealed           jsonb NOT NULL,
    previous_version integer,
    previous         jsonb,
    previous_until   timestamptz,
    -- Which request rotated last: carried out again, it replaces a secret that nobody was shown.
    rotated_by       text,
    -- The message that comes back for what is due later, and when; a second one is not needed before.
    wake             text,
    wakes_at         timestamptz,
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX webhooks_of_user ON webhooks (user_id, webhook_id DESC);

CREATE TABLE webhook_deliveries (
    delivery_id   text PRIMARY KEY,
    webhook_id    text NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    -- The order in which they were owed; given out under the lock on the webhook, so it is the order of commits.
    position      bigint GENERATED ALWAYS AS IDENTITY,
    event_id      text NOT NULL,
    event_type    text NOT NULL,
    event_at      timestamptz NOT NULL,
    -- What it is about: of one resource, a later event waits for the earlier one.
    resource_id   text NOT NULL,
    data          jsonb NOT NULL,
    status        text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed')),
    -- When it is tried next; null while it waits for an earlier one of its resource, and when it is over.
    next_try_at   timestamptz,
    -- Until when somebody is trying it.
    claimed_until timestamptz,
    tried         integer NOT NULL DEFAULT 0,
    -- One entry for each try: when, where to, with which headers, and what came back.
    tries         jsonb NOT NULL DEFAULT '[]',
    replay_of     text,
    created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX webhook_deliveries_of_webhook ON webhook_deliveries (webhook_id, delivery_id DESC);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, next_try_at) WHERE status = 'pending';
CREATE INDEX webhook_deliveries_of_resource ON webhook_deliveries (webhook_id, resource_id, position) WHERE status = 'pending';
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (created_at) WHERE status <> 'pending';

-- An id like all others: a prefix and a ULID, 48 bits of time and 80 of chance.
CREATE FUNCTION new_ulid(prefix text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    alphabet CONSTANT text := '0123456789abcdefghjkmnpqrstvwxyz';
    milliseconds      bigint := floor(EXTRACT(EPOCH FROM clock_timestamp()) * 1000);
    chance            bytea := sha256(uuid_send(gen_random_uuid()));
    made              text := '';
BEGIN
    FOR place IN REVERSE 9..0 LOOP
        made := made || substr(alphabet, CAST((milliseconds >> (5 * place)) & 31 AS integer) + 1, 1);
    END LOOP;
    FOR place IN 0..15 LOOP
        made := made || substr(alphabet, (get_byte(chance, place) & 31) + 1, 1);
    END LOOP;
    RETURN prefix || '_' || made;
END $$;

-- Owes the webhook one delivery. The caller holds the lock on the webhook's row.
CREATE FUNCTION owe_delivery(webhook text, delivery text, event text, kind text, moment timestamptz, resource text,
                             told jsonb, replayed text DEFAULT NULL)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO webhook_deliveries (delivery_id, webhook_id, event_id, event_type, event_at, resource_id, data, replay_of,
                                    next_try_at)
    SELECT delivery, webhook, event, kind, moment, resource, told, replayed,
           CASE WHEN NOT EXISTS (SELECT 1 FROM webhook_deliveries d
                                  WHERE d.webhook_id = webhook AND d.resource_id = resource AND d.status = 'pending')
                THEN clock_timestamp() END
    ON CONFLICT (delivery_id) DO NOTHING
$$;

-- Owes the event to every webhook of its owner that wants to hear of it.
CREATE FUNCTION record_event(owner text, kind text, resource text, told jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    event  text;
    wanted text;
BEGIN
    FOR wanted IN
        SELECT w.webhook_id FROM webhooks w
         WHERE w.user_id = owner AND w.is_active AND (w.event_types @> to_jsonb(kind) OR w.event_types @> '["*"]')
         ORDER BY w.webhook_id FOR NO KEY UPDATE
    LOOP
        event := COALESCE(event, new_ulid('evt'));
        PERFORM owe_delivery(wanted, new_ulid('delivery'), event, kind, clock_timestamp(), resource, told);
    END LOOP;
END $$;

CREATE FUNCTION seconds_of(moment timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT CAST(floor(EXTRACT(EPOCH FROM moment)) AS bigint)
$$;

-- What an event tells of files: each variant with the path that it is fetched from.
CREATE FUNCTION told_files(result jsonb, path text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT COALESCE(jsonb_object_agg(variant, path || '/content?variant=' || variant), CAST('{}' AS jsonb))
      FROM jsonb_object_keys(COALESCE(NULLIF(result, 'null') -> 'files', CAST('{}' AS jsonb))) AS variant
$$;

-- A job is over, and with it perhaps a film. A build that an edit replaced is no end of its film.
CREATE FUNCTION tell_of_job() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    job  jobs;
    film films;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM webhooks WHERE user_id = NEW.user_id AND is_active) THEN
        RETURN NULL;
    END IF;
    SELECT * INTO job FROM jobs WHERE job_id = NEW.job_id;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM record_event(job.user_id, 'job.' || job.status, job.job_id, jsonb_build_object(
        'id', job.job_id, 'object', 'job', 'kind', job.kind, 'status', job.status, 'film_id', job.film_id,
        'created_at', seconds_of(job.created_at), 'completed_at', seconds_of(job.completed_at),
        'files', told_files(job.result, '/v1/jobs/' || job.job_id), 'error', NULLIF(job.error, 'null'),
        'credits', jsonb_build_object('held', job.credits_held, 'charged', job.credits_charged,
                                      'returned', job.credits_held - job.credits_charged)));
    SELECT * INTO film FROM films WHERE film_id = job.film_id AND job_id = job.job_id;
    IF FOUND THEN
        PERFORM record_event(job.user_id, 'film.' || job.status, film.film_id, jsonb_build_object(
            'id', film.film_id, 'object', 'film', 'status', job.status, 'job_id', job.job_id,
            'title', film.script ->> 'title', 'created_at', seconds_of(film.created_at),
            'completed_at', seconds_of(job.completed_at),
            'files', told_files(job.result, '/v1/films/' || film.film_id), 'error', NULLIF(job.error, 'null')));
    END IF;
    RETURN NULL;
END $$;
-- At the commit: by then the job has its charge, and its film the build that it follows.
CREATE CONSTRAINT TRIGGER tell_of_job AFTER UPDATE OF status ON jobs DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.status IN ('queued', 'in_progress') AND NEW.status IN ('completed', 'failed', 'cancelled'))
    EXECUTE FUNCTION tell_of_job();

CREATE FUNCTION tell_of_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM record_event(NEW.user_id, 'film.awaiting_review', NEW.film_id, jsonb_build_object(
        'id', NEW.film_id, 'object', 'film', 'status', 'awaiting_review', 'job_id', NEW.job_id,
        'title', NEW.script ->> 'title', 'created_at', seconds_of(NEW.created_at), 'completed_at', NULL,
        'files', CAST('{}' AS jsonb), 'error', NULL));
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER tell_of_review AFTER UPDATE OF awaiting_review ON films DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.awaiting_review AND NOT OLD.awaiting_review) EXECUTE FUNCTION tell_of_review();

-- What is over goes after thirty days by itself: each new one takes a few along, so that no clock has to wake the database.
CREATE FUNCTION purge_webhook_deliveries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM webhook_deliveries
     WHERE delivery_id IN (
        SELECT delivery_id FROM webhook_deliveries WHERE status <> 'pending' AND created_at < now() - interval '30 days'
         ORDER BY created_at LIMIT 20 FOR UPDATE SKIP LOCKED);
    RETURN NULL;
END $$;
CREATE TRIGGER webhook_deliveries_purge AFTER INSERT ON webhook_deliveries
    FOR EACH STATEMENT EXECUTE FUNCTION purge_webhook_deliveries();

-- Whether one more webhook fits beside those that there are. It locks the owner's row and then counts, so that requests
-- side by side pass one by one; `new_webhook` is not counted: a request that is carried out again.
CREATE FUNCTION has_room_for_webhook(owner text, new_webhook text, most integer) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM users WHERE user_id = owner FOR NO KEY UPDATE;
    RETURN (SELECT count(*) FROM webhooks WHERE user_id = owner AND webhook_id <> new_webhook) < most;
END $$;

-- When somebody has to come again for this webhook: in so many seconds, or null when nothing is pending or somebody is
-- on the way already. The caller holds the lock on the row.
CREATE FUNCTION next_turn(webhook webhooks, moment timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    due     timestamptz;
    seconds integer;
BEGIN
    SELECT next_try_at INTO due FROM webhook_deliveries
     WHERE webhook_id = webhook.webhook_id AND status = 'pending' AND next_try_at IS NOT NULL
     ORDER BY next_try_at LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    seconds := GREATEST(0, ceil(EXTRACT(EPOCH FROM due - moment)));
    IF seconds > 0 AND webhook.wakes_at > moment AND webhook.wakes_at <= due + interval '1 second' THEN
        RETURN NULL;
    END IF;
    RETURN seconds;
END $$;

-- One turn for a webhook: claims the delivery that has been due the longest, for `lease` seconds, unless as many are under
-- way already as may be: one while it is failing, `at_once` otherwise. `outcome` is 'claimed', 'waiting' (come again in
-- `wake_in` seconds, if at all) or 'untold' (it was switched off, and its owner does not know yet).
-- `woken` names the message that has come, so that it does not count as one on the way.
CREATE FUNCTION claim_delivery(webhook text, woken text, lease integer, at_once integer)
RETURNS TABLE (outcome text, wake_in integer, delivery_id text, event_id text, event_type text, event_at timestamptz,
               data jsonb, number integer, webhook_id text, user_id text, url text, host text,
               version integer, sealed jsonb, previous_version integer, previous jsonb, disabled_for text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    moment  timestamptz := clock_timestamp();
    hook    webhooks;
    due     webhook_deliveries;
BEGIN
    SELECT w.* INTO hook FROM webhooks w JOIN users u ON u.user_id = w.user_id
     WHERE w.webhook_id = webhook AND u.is_active AND u.deleted_at IS NULL FOR NO KEY UPDATE OF w;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF hook.wake = woken THEN
        UPDATE webhooks w SET wake = NULL, wakes_at = NULL WHERE w.webhook_id = webhook RETURNING w.* INTO hook;
    END IF;
    webhook_id := hook.webhook_id;
    user_id := hook.user_id;
    url := hook.url;
    host := hook.host;
    disabled_for := hook.disabled_for;
    IF NOT hook.is_active THEN
        outcome := CASE WHEN hook.disabled_for IS NOT NULL AND hook.told_at IS NULL THEN 'untold' ELSE 'waiting' END;
        RETURN NEXT;
        RETURN;
    END IF;
    outcome := 'waiting';
    IF (SELECT count(*) FROM webhook_deliveries d
         WHERE d.webhook_id = webhook AND d.status = 'pending' AND d.next_try_at > moment AND d.claimed_until > moment)
       >= (CASE WHEN hook.failing_since IS NULL THEN at_once ELSE 1 END) THEN
        -- Whoever is under way goes on with the next one; if they died, this is when it shows.
        wake_in := NULLIF(next_turn(hook, moment), 0);
        RETURN NEXT;
        RETURN;
    END IF;
    SELECT d.* INTO due FROM webhook_deliveries d
     WHERE d.webhook_id = webhook AND d.status = 'pending' AND d.next_try_at <= moment
     ORDER BY d.next_try_at LIMIT 1;
    IF NOT FOUND THEN
        wake_in := next_turn(hook, moment);
        RETURN NEXT;
        RETURN;
    END IF;
    UPDATE webhook_deliveries d
       SET tried = d.tried + 1, next_try_at = moment + make_interval(secs => lease),
           claimed_until = moment + make_interval(secs => lease)
     WHERE d.delivery_id = due.delivery_id RETURNING d.* INTO due;
    outcome := 'claimed';
    delivery_id := due.delivery_id;
    event_id := due.event_id;
    event_type := due.event_type;
    event_at := due.event_at;
    data := due.data;
    number := due.tried;
    version := hook.version;
    sealed := hook.sealed;
    IF hook.previous_until > moment THEN
        previous_version := hook.previous_version;
        previous := hook.previous;
    END IF;
    RETURN NEXT;
END $$;

-- Writes down what came of a try. `verdict` is 'delivered', 'again' (in `retry_in` seconds), 'given_up' or 'gone' (the
-- webhook is switched off; the delivery waits for its owner to switch it on). Whoever lost their claim changes nothing.
-- What has been failing for longer than `patience` seconds is switched off. Answers when somebody has to come again.
CREATE FUNCTION report_delivery(delivery text, at_try integer, verdict text, told jsonb, retry_in double precision,
                                patience integer, counts boolean)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    moment     timestamptz := clock_timestamp();
    hook       webhooks;
    was_active boolean;
    done       webhook_deliveries;
BEGIN
    SELECT w.* INTO hook FROM webhooks w JOIN webhook_deliveries d USING (webhook_id)
     WHERE d.delivery_id = delivery FOR NO KEY UPDATE OF w;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    UPDATE webhook_deliveries d
       SET tries = d.tries || jsonb_build_array(told), claimed_until = NULL,
           status = CASE verdict WHEN 'delivered' THEN 'delivered' WHEN 'given_up' THEN 'failed' ELSE 'pending' END,
           next_try_at = CASE verdict WHEN 'again' THEN moment + make_interval(secs => retry_in)
                                      WHEN 'gone' THEN moment END
     WHERE d.delivery_id = delivery AND d.tried = at_try AND d.status = 'pending'
    RETURNING d.* INTO done;
    IF done.status <> 'pending' THEN
        -- The next one of the same resource need not wait any more.
        UPDATE webhook_deliveries SET next_try_at = moment
         WHERE delivery_id = (SELECT delivery_id FROM webhook_deliveries
                               WHERE webhook_id = hook.webhook_id AND resource_id = done.resource_id AND status = 'pending'
                               ORDER BY position LIMIT 1);
    END IF;
    IF done.delivery_id IS NOT NULL AND counts THEN
        was_active := hook.is_active;
        UPDATE webhooks w
           SET failing_since = CASE WHEN verdict <> 'delivered' THEN COALESCE(w.failing_since, moment) END,
               is_active = w.is_active AND verdict <> 'gone'
                           AND (verdict = 'delivered' OR w.failing_since IS NULL
                                OR w.failing_since > moment - make_interval(secs => patience))
         WHERE w.webhook_id = hook.webhook_id RETURNING w.* INTO hook;
        IF was_active AND NOT hook.is_active THEN
            UPDATE webhooks w SET disabled_for = CASE verdict WHEN 'gone' THEN 'gone' ELSE 'failing' END, told_at = NULL
             WHERE w.webhook_id = hook.webhook_id;
            RETURN 0;
        END IF;
    END IF;
    RETURN CASE WHEN hook.is_active THEN next_turn(hook, moment) END;
END $$;

-- Sends the event of a delivery again: as a new delivery when the old one is over, at once when it is being waited for.
CREATE FUNCTION replay_delivery(webhook text, replayed text, new_delivery text) RETURNS SETOF webhook_deliveries
LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz := clock_timestamp();
    old    webhook_deliveries;
BEGIN
    PERFORM 1 FROM webhooks WHERE webhook_id = webhook FOR NO KEY UPDATE;
    SELECT d.* INTO old FROM webhook_deliveries d WHERE d.delivery_id = replayed AND d.webhook_id = webhook;
    IF old.status = 'pending' THEN
        RETURN QUERY UPDATE webhook_deliveries
           SET next_try_at = CASE WHEN claimed_until > moment THEN next_try_at ELSE LEAST(next_try_at, moment) END
         WHERE delivery_id = replayed AND next_try_at IS NOT NULL RETURNING *;
        IF NOT FOUND THEN
            RETURN NEXT old;
        END IF;
    ELSIF old.status IS NOT NULL THEN
        PERFORM owe_delivery(webhook, new_delivery, old.event_id, old.event_type, old.event_at, old.resource_id, old.data,
                             replayed);
        RETURN QUERY SELECT * FROM webhook_deliveries WHERE delivery_id = new_delivery;
    END IF;
END $$;

-- Owes the webhook an event that only tells that it can be reached. Tests wait for nothing, and nothing waits for them.
CREATE FUNCTION owe_test(webhook text, new_delivery text) RETURNS SETOF webhook_deliveries LANGUAGE plpgsql AS $$
DECLARE
    event text := new_ulid('evt');
BEGIN
    PERFORM 1 FROM webhooks WHERE webhook_id = webhook FOR NO KEY UPDATE;
    PERFORM owe_delivery(webhook, new_delivery, event, 'webhook.test', clock_timestamp(), event,
                         jsonb_build_object('id', webhook, 'object', 'webhook'));
    RETURN QUERY SELECT * FROM webhook_deliveries WHERE delivery_id = new_delivery;
END $$;

-- For a studio whose queues are gone: the webhooks with something pending, none of which anybody is on the way to.
CREATE FUNCTION forget_wakes() RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY UPDATE webhooks w SET wake = NULL, wakes_at = NULL
     WHERE EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.webhook_id = w.webhook_id AND d.status = 'pending')
    RETURNING w.webhook_id;
END $$;

UPDATE roles SET permissions = permissions || '["webhooks:read", "webhooks:write"]';
