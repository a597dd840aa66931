-- A client's sending is marked before its order is carried out, so that the sendings of one request find each other in
-- whatever order they come to be handled. The order's own row, with its answer, takes the mark's place in the same commit
-- as the job.
CREATE FUNCTION replace_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM idempotency_keys
     WHERE user_id = NEW.user_id AND key = NEW.key AND fingerprint = NEW.fingerprint AND answer IS NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER idempotency_keys_replace_mark BEFORE INSERT ON idempotency_keys
    FOR EACH ROW WHEN (NEW.answer IS NOT NULL) EXECUTE FUNCTION replace_mark();

CREATE INDEX videos_of_job ON videos (job_id);

-- Answers the key of the request that the sending belongs to, `new_key` for a new one. A retry belongs to the latest
-- sending of the same request. A first sending is a new request, unless a retry was marked since it arrived (`age`
-- seconds ago): then it was the first of that one, and was held up.
CREATE FUNCTION mark_sending(by_user text, its_fingerprint text, new_key text, new_subject text, is_retry boolean,
                             age double precision)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    known text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(by_user || its_fingerprint, 0));
    SELECT k.key INTO known FROM idempotency_keys k
     WHERE k.user_id = by_user AND k.fingerprint = its_fingerprint
       AND k.created_at > clock_timestamp() - CASE WHEN is_retry THEN interval '10 minutes'
                                                   ELSE make_interval(secs => age) END
       AND (is_retry OR starts_with(k.key, 'retry:'))
     ORDER BY k.created_at DESC LIMIT 1;
    IF known IS NULL THEN
        known := new_key;
        INSERT INTO idempotency_keys (user_id, key, fingerprint, subject, reserved_until, created_at)
        VALUES (by_user, new_key, its_fingerprint, new_subject, now(), clock_timestamp());
    END IF;
    RETURN known;
END $$;
