-- The movements as they are called, each one statement that commits by itself: lock, rule, keep. `moment` is the database's
-- clock; only tests of time pass their own.

CREATE FUNCTION keep(did step) RETURNS posting LANGUAGE plpgsql AS $$
BEGIN
    IF (did.answer).outcome = 'done' THEN
        PERFORM keep_wallet(did.wallet);
    END IF;
    RETURN did.answer;
END $$;

CREATE FUNCTION grant_credits(owner text, paying text, into_bucket bucket, amount credits, until timestamptz, why text,
                              moment timestamptz DEFAULT clock_timestamp()) RETURNS posting LANGUAGE plpgsql AS $$
BEGIN
    RETURN keep(grant_to(lock_wallet(owner, moment), paying, into_bucket, amount, until, why, moment));
END $$;

CREATE FUNCTION hold_credits(owner text, job text, wanted credits, until timestamptz,
                             moment timestamptz DEFAULT clock_timestamp()) RETURNS posting LANGUAGE plpgsql AS $$
BEGIN
    RETURN keep(hold_from(lock_wallet(owner, moment), job, wanted, until, moment));
END $$;

CREATE FUNCTION capture_credits(job text, charge credits, moment timestamptz DEFAULT clock_timestamp())
RETURNS posting LANGUAGE plpgsql AS $$
DECLARE
    hold movements;
BEGIN
    SELECT * INTO hold FROM movements WHERE ref = job AND phase = 'hold';
    IF NOT FOUND THEN
        RETURN CAST(ROW('unknown', NULL, NULL, NULL) AS posting);
    END IF;
    RETURN keep(capture_from(lock_wallet(hold.wallet_id, moment), hold, charge, moment));
END $$;

CREATE FUNCTION release_credits(job text, why text, moment timestamptz DEFAULT clock_timestamp())
RETURNS posting LANGUAGE plpgsql AS $$
DECLARE
    hold movements;
BEGIN
    SELECT * INTO hold FROM movements WHERE ref = job AND phase = 'hold';
    IF NOT FOUND THEN
        RETURN CAST(ROW('unknown', NULL, NULL, NULL) AS posting);
    END IF;
    RETURN keep(release_to(lock_wallet(hold.wallet_id, moment), hold, why, moment));
END $$;

CREATE FUNCTION refund_credits(job text, amount credits, why text, moment timestamptz DEFAULT clock_timestamp())
RETURNS posting LANGUAGE plpgsql AS $$
DECLARE
    hold movements;
BEGIN
    SELECT * INTO hold FROM movements WHERE ref = job AND phase = 'hold';
    IF NOT FOUND THEN
        RETURN CAST(ROW('unknown', NULL, NULL, NULL) AS posting);
    END IF;
    RETURN keep(refund_to(lock_wallet(hold.wallet_id, moment), hold, amount, why, moment));
END $$;

CREATE FUNCTION take_back_credits(reversal text, granted text, how text, amount credits, why text,
                                  moment timestamptz DEFAULT clock_timestamp()) RETURNS posting LANGUAGE plpgsql AS $$
DECLARE
    given movements;
BEGIN
    SELECT * INTO given FROM movements WHERE ref = granted AND phase = 'grant';
    IF NOT FOUND THEN
        RETURN CAST(ROW('unknown', NULL, NULL, NULL) AS posting);
    END IF;
    RETURN keep(take_back_from(lock_wallet(given.wallet_id, moment), given, reversal, how, amount, why, moment));
END $$;

CREATE FUNCTION one_of_batch(wallet wallets, one jsonb, moment timestamptz) RETURNS step LANGUAGE plpgsql AS $$
DECLARE
    amount credits := CAST(one ->> 'credits' AS bigint);
    hold   movements;
BEGIN
    CASE one ->> 'kind'
        WHEN 'grant' THEN
            RETURN grant_to(wallet, one ->> 'ref', CAST(one ->> 'bucket' AS bucket), amount,
                            CAST(one ->> 'expires_at' AS timestamptz), one ->> 'reason', moment);
        WHEN 'hold' THEN
            RETURN hold_from(wallet, one ->> 'job', amount, CAST(one ->> 'expires_at' AS timestamptz), moment);
        ELSE
            SELECT * INTO hold FROM movements WHERE ref = one ->> 'job' AND phase = 'hold' AND wallet_id = wallet.wallet_id;
            IF NOT FOUND THEN
                RETURN stay(wallet, 'unknown', NULL, NULL);
            ELSIF one ->> 'kind' = 'capture' THEN
                RETURN capture_from(wallet, hold, amount, moment);
            ELSIF one ->> 'kind' = 'release' THEN
                RETURN release_to(wallet, hold, one ->> 'reason', moment);
            END IF;
            RETURN stay(wallet, 'unknown', NULL, NULL);
    END CASE;
END $$;

-- For an account whose movements come faster than commits can: many movements in one commit, each wallet locked and kept
-- once. The list is done wallet by wallet in their order, so that two batches never wait for each other, and each
-- movement has its own answer at its own position.
CREATE FUNCTION post_batch(movements jsonb, moment timestamptz DEFAULT clock_timestamp())
RETURNS TABLE ("position" bigint, outcome text, sequence bigint, credits bigint, available bigint)
LANGUAGE plpgsql AS $$
DECLARE
    wallet wallets;
    one    jsonb;
    did    step;
BEGIN
    FOR one, "position" IN
        SELECT m.value, m.ordinality - 1 FROM jsonb_array_elements(movements) WITH ORDINALITY AS m
         ORDER BY m.value ->> 'owner' COLLATE "C", m.ordinality
    LOOP
        IF wallet.wallet_id IS DISTINCT FROM one ->> 'owner' THEN
            PERFORM keep_wallet(wallet);
            wallet := lock_wallet(one ->> 'owner', moment);
        END IF;
        did := one_of_batch(wallet, one, moment);
        wallet := did.wallet;
        outcome := (did.answer).outcome;
        sequence := (did.answer).sequence;
        credits := (did.answer).credits;
        available := (did.answer).available;
        RETURN NEXT;
    END LOOP;
    PERFORM keep_wallet(wallet);
END $$;
