-- The movements of credits: grant, hold, capture, release, refund, withdrawal, chargeback. Each is called once or many
-- times with the same `ref` and moves once. `moment` is the database's clock; only tests of time pass their own.

CREATE FUNCTION grant_credits(owner text, paying text, into_bucket text, amount credits, until timestamptz, why text,
                              moment timestamptz DEFAULT clock_timestamp()) RETURNS posting LANGUAGE plpgsql AS $$
DECLARE
    before  wallets;
    after   wallets;
    earlier movements;
    coming  lot[];
BEGIN
    before := lock_wallet(owner, moment);
    SELECT * INTO earlier FROM movements WHERE ref = paying AND phase = 'grant';
    IF FOUND THEN
        RETURN answer_again(earlier, earlier.wallet_id = owner AND -earlier.system = amount, -earlier.system);
    END IF;
    coming := CASE amount WHEN 0 THEN '{}' ELSE ARRAY[CAST(ROW(paying, into_bucket, amount, until) AS lot)] END;
    after := take_in(before, coming);
    RETURN post(before, after, paying, 'grant', 'grant', amount, coming, until, why, moment);
END $$;

CREATE FUNCTION hold_credits(owner text, job text, wanted credits, until timestamptz,
                             moment timestamptz DEFAULT clock_timestamp()) RETURNS posting LANGUAGE plpgsql AS $$
DECLARE
    before  wallets;
    after   wallets;
    earlier movements;
    taken   lot[];
BEGIN
    before := lock_wallet(owner, moment);
    SELECT * INTO earlier FROM movements WHERE ref = job AND phase = 'hold';
    IF FOUND THEN
        RETURN answer_again(earlier, earlier.wallet_id = owner AND earlier.held = wanted, earlier.held);
    END IF;
    IF wanted > before.subscription + before.pack THEN
        RETURN CAST(ROW('insufficient', NULL, wanted - before.subscription - before.pack, before.subscription + before.pack) AS posting);
    END IF;
    after := before;
    SELECT s.taken, s.rest INTO taken, after.lots FROM split_lots(before.lots, wanted) s;
    after.held := before.held + wanted;
    RETURN post(before, after, job, 'hold', 'hold', wanted, taken, until, '', moment);
END $$;

-- Charges a part of a hold, or all of it, and gives the rest back. A hold that ran out is not charged any more.
CREATE FUNCTION capture_credits(job text, charge credits, moment timestamptz DEFAULT clock_timestamp())
RETURNS posting LANGUAGE plpgsql AS $$
DECLARE
    hold    movements;
    before  wallets;
    earlier movements;
BEGIN
    SELECT * INTO hold FROM movements WHERE ref = job AND phase = 'hold';
    IF NOT FOUND THEN
        RETURN CAST(ROW('unknown', NULL, NULL, NULL) AS posting);
    END IF;
    before := lock_wallet(hold.wallet_id, moment);
    SELECT * INTO earlier FROM movements WHERE ref = job AND phase = 'end';
    IF FOUND THEN
        RETURN answer_again(earlier, earlier.kind = 'capture' AND earlier.system = charge, earlier.system);
    END IF;
    IF hold.expires_at <= moment THEN
        RETURN CAST(ROW('expired', NULL, hold.held, before.subscription + before.pack) AS posting);
    END IF;
    IF charge > hold.held THEN
        RETURN CAST(ROW('conflict', NULL, hold.held, before.subscription + before.pack) AS posting);
    END IF;
    RETURN end_hold(before, hold, 'capture', charge, '', moment);
END $$;

CREATE FUNCTION release_credits(job text, why text, moment timestamptz DEFAULT clock_timestamp())
RETURNS posting LANGUAGE plpgsql AS $$
DECLARE
    hold    movements;
    before  wallets;
    earlier movements;
BEGIN
    SELECT * INTO hold FROM movements WHERE ref = job AND phase = 'hold';
    IF NOT FOUND THEN
        RETURN CAST(ROW('unknown', NULL, NULL, NULL) AS posting);
    END IF;
    before := lock_wallet(hold.wallet_id, moment);
    SELECT * INTO earlier FROM movements WHERE ref = job AND phase = 'end';
    IF FOUND THEN
        RETURN answer_again(earlier, earlier.kind = 'release', -earlier.held);
    END IF;
    RETURN end_hold(before, hold, 'release', 0, why, moment);
END $$;

-- The lots that expire soonest are charged first; those that go back keep their lot and their order.
CREATE FUNCTION end_hold(before wallets, hold movements, how text, charge bigint, why text, moment timestamptz)
RETURNS posting LANGUAGE plpgsql AS $$
DECLARE
    after    wallets;
    charged  lot[];
    returned lot[];
BEGIN
    SELECT s.taken, s.rest INTO charged, returned FROM split_lots(hold.lots, charge) s;
    after := before;
    IF returned <> '{}' THEN
        after := take_in(before, revive_lots(returned, hold.created_at, moment));
    END IF;
    after.held := before.held - hold.held;
    RETURN post(before, after, hold.ref, 'end', how, CASE how WHEN 'capture' THEN charge ELSE hold.held END,
                CASE how WHEN 'capture' THEN charged ELSE returned END, NULL, why, moment);
END $$;

-- Gives back what a delivered job was charged, or a part of it: once for each job, into the lots it came from.
CREATE FUNCTION refund_credits(job text, amount credits, why text, moment timestamptz DEFAULT clock_timestamp())
RETURNS posting LANGUAGE plpgsql AS $$
DECLARE
    hold    movements;
    charged movements;
    before  wallets;
    earlier movements;
    back    lot[];
BEGIN
    SELECT * INTO hold FROM movements WHERE ref = job AND phase = 'hold';
    SELECT * INTO charged FROM movements WHERE ref = job AND phase = 'end' AND kind = 'capture';
    IF NOT FOUND THEN
        RETURN CAST(ROW('unknown', NULL, NULL, NULL) AS posting);
    END IF;
    before := lock_wallet(charged.wallet_id, moment);
    SELECT * INTO earlier FROM movements WHERE ref = job AND phase = 'refund';
    IF FOUND THEN
        RETURN answer_again(earlier, -earlier.system = amount, -earlier.system);
    END IF;
    IF amount > charged.system THEN
        RETURN CAST(ROW('conflict', NULL, charged.system, before.subscription + before.pack) AS posting);
    END IF;
    SELECT s.rest INTO back FROM split_lots(charged.lots, charged.system - amount) s;
    RETURN post(before, take_in(before, revive_lots(back, hold.created_at, moment)), job, 'refund', 'refund', amount,
                back, NULL, why, moment);
END $$;

-- Takes back what a grant gave. A withdrawal takes only what is left of the grant's own lot; a chargeback takes that,
-- then any other lot, and what was spent already becomes a debt. Together they never take more than was granted.
CREATE FUNCTION take_back_credits(reversal text, granted text, how text, amount credits, why text,
                                  moment timestamptz DEFAULT clock_timestamp()) RETURNS posting LANGUAGE plpgsql AS $$
DECLARE
    given   movements;
    before  wallets;
    after   wallets;
    earlier movements;
    own     lot[];
    others  lot[];
    taken   lot[];
    gone    bigint;
BEGIN
    SELECT * INTO given FROM movements WHERE ref = granted AND phase = 'grant';
    IF NOT FOUND THEN
        RETURN CAST(ROW('unknown', NULL, NULL, NULL) AS posting);
    END IF;
    before := lock_wallet(given.wallet_id, moment);
    SELECT * INTO earlier FROM movements WHERE ref = reversal AND phase = 'reversal';
    IF FOUND THEN
        RETURN answer_again(earlier, earlier.wallet_id = given.wallet_id AND earlier.kind = how
                                     AND earlier.system = amount, earlier.system);
    END IF;
    SELECT COALESCE(sum(m.system), 0) INTO gone FROM movements m WHERE m.about = granted;
    SELECT COALESCE(array_agg(l), '{}') INTO own FROM unnest(before.lots) l WHERE l.ref = granted;
    IF gone + amount > -given.system OR (how = 'withdrawal' AND amount > sum_lots(own)) THEN
        RETURN CAST(ROW('insufficient', NULL, amount - LEAST(sum_lots(own), -given.system - gone), sum_lots(own)) AS posting);
    END IF;
    SELECT COALESCE(array_agg(l), '{}') INTO others FROM unnest(before.lots) l WHERE l.ref <> granted;
    after := before;
    SELECT s.taken, s.rest INTO taken, after.lots FROM split_lots(own || others, amount) s;
    after.lots := ordered_lots(after.lots);
    after.debt := before.debt + amount - sum_lots(taken);
    RETURN post(before, after, reversal, 'reversal', how, amount, taken, NULL, why, moment, granted);
END $$;
