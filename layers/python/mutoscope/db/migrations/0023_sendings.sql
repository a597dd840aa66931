-- A client's first sending is marked before its order is carried out, so that a retry that comes meanwhile belongs to it.
-- The order's own row, with its answer, takes the mark's place in the same commit as the job.
CREATE FUNCTION replace_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM idempotency_keys
     WHERE user_id = NEW.user_id AND key = NEW.key AND fingerprint = NEW.fingerprint AND answer IS NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER idempotency_keys_replace_mark BEFORE INSERT ON idempotency_keys
    FOR EACH ROW WHEN (NEW.answer IS NOT NULL) EXECUTE FUNCTION replace_mark();
