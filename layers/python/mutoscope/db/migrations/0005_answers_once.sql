-- A key is reserved before its request is carried out and keeps the answer afterwards; a reservation whose holder died
-- lapses. `subject` is the id to give to what is created: it stays the same when a request is carried out again.
ALTER TABLE idempotency_keys ALTER COLUMN answer DROP NOT NULL;
ALTER TABLE idempotency_keys
    ADD COLUMN attempt integer NOT NULL DEFAULT 1,
    ADD COLUMN subject text,
    ADD COLUMN reserved_until timestamptz;

-- A client's own retries carry no key: they are known by what they ask for.
CREATE INDEX idempotency_keys_of_request ON idempotency_keys (user_id, fingerprint, created_at DESC);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE FUNCTION reserve_answer(by_user text, used_key text, its_fingerprint text, new_subject text, seconds integer)
RETURNS TABLE (reserved boolean, attempt integer, subject text, fingerprint text, answer text)
LANGUAGE plpgsql AS $$
DECLARE
    mine idempotency_keys;
BEGIN
    INSERT INTO idempotency_keys AS kept (user_id, key, fingerprint, subject, reserved_until)
    VALUES (by_user, used_key, its_fingerprint, new_subject, now() + make_interval(secs => seconds))
    ON CONFLICT (user_id, key) DO UPDATE
       SET attempt = kept.attempt + 1,
           fingerprint = excluded.fingerprint,
           answer = NULL,
           reserved_until = excluded.reserved_until,
           subject = CASE WHEN kept.created_at < now() - interval '24 hours' THEN excluded.subject ELSE kept.subject END,
           created_at = CASE WHEN kept.created_at < now() - interval '24 hours' THEN now() ELSE kept.created_at END
     WHERE kept.created_at < now() - interval '24 hours'
        OR (kept.answer IS NULL AND kept.reserved_until <= now() AND kept.fingerprint = excluded.fingerprint)
    RETURNING kept.* INTO mine;
    IF FOUND THEN
        RETURN QUERY SELECT true, mine.attempt, mine.subject, mine.fingerprint, mine.answer;
        RETURN;
    END IF;
    RETURN QUERY SELECT false, k.attempt, k.subject, k.fingerprint, k.answer
                   FROM idempotency_keys k WHERE k.user_id = by_user AND k.key = used_key;
END $$;

-- Keys go by themselves: each new one takes a few that are over along, so that no clock has to wake the database.
CREATE FUNCTION purge_idempotency_keys() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM idempotency_keys
     WHERE (user_id, key) IN (
        SELECT user_id, key FROM idempotency_keys WHERE created_at < now() - interval '24 hours'
         ORDER BY created_at LIMIT 20 FOR UPDATE SKIP LOCKED);
    RETURN NULL;
END $$;
CREATE TRIGGER idempotency_keys_purge AFTER INSERT ON idempotency_keys
    FOR EACH STATEMENT EXECUTE FUNCTION purge_idempotency_keys();
