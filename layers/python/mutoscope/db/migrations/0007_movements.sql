-- The rules of the movements of credits. Each works on a wallet that is locked already, writes its movement, and leaves
-- the wallet to be kept by whoever called it. The same `ref` moves once, however often it comes.

CREATE FUNCTION grant_to(wallet wallets, paying text, into_bucket text, amount bigint, until timestamptz, why text,
                         moment timestamptz) RETURNS step LANGUAGE plpgsql AS $$
DECLARE
    earlier movements;
    coming  lot[];
BEGIN
    SELECT * INTO earlier FROM movements WHERE ref = paying AND phase = 'grant';
    IF FOUND THEN
        RETURN answer_again(wallet, earlier, earlier.wallet_id = wallet.wallet_id AND -earlier.system = amount,
                            -earlier.system);
    END IF;
    coming := CASE amount WHEN 0 THEN '{}' ELSE ARRAY[CAST(ROW(paying, into_bucket, amount, until) AS lot)] END;
    RETURN post(wallet, take_in(wallet, coming), paying, 'grant', 'grant', amount, coming, until, why, moment);
END $$;

CREATE FUNCTION hold_from(wallet wallets, job text, wanted bigint, until timestamptz, moment timestamptz)
RETURNS step LANGUAGE plpgsql AS $$
DECLARE
    after   wallets;
    earlier movements;
    taken   lot[];
BEGIN
    SELECT * INTO earlier FROM movements WHERE ref = job AND phase = 'hold';
    IF FOUND THEN
        RETURN answer_again(wallet, earlier, earlier.wallet_id = wallet.wallet_id AND earlier.held = wanted,
                            earlier.held);
    END IF;
    IF wanted > wallet.subscription + wallet.pack THEN
        RETURN stay(wallet, 'insufficient', NULL, wanted - wallet.subscription - wallet.pack);
    END IF;
    after := wallet;
    SELECT s.taken, s.rest INTO taken, after.lots FROM split_lots(wallet.lots, wanted) s;
    after.held := wallet.held + wanted;
    RETURN post(wallet, after, job, 'hold', 'hold', wanted, taken, until, '', moment);
END $$;

-- Charges a part of a hold, or all of it, and gives the rest back. A hold that ran out is not charged any more.
CREATE FUNCTION capture_from(wallet wallets, hold movements, charge bigint, moment timestamptz)
RETURNS step LANGUAGE plpgsql AS $$
DECLARE
    earlier movements;
BEGIN
    SELECT * INTO earlier FROM movements WHERE ref = hold.ref AND phase = 'end';
    IF FOUND THEN
        RETURN answer_again(wallet, earlier, earlier.kind = 'capture' AND earlier.system = charge, earlier.system);
    END IF;
    IF hold.expires_at <= moment THEN
        RETURN stay(wallet, 'expired', NULL, hold.held);
    END IF;
    IF charge > hold.held THEN
        RETURN stay(wallet, 'conflict', NULL, hold.held);
    END IF;
    RETURN end_hold(wallet, hold, 'capture', charge, '', moment);
END $$;

CREATE FUNCTION release_to(wallet wallets, hold movements, why text, moment timestamptz)
RETURNS step LANGUAGE plpgsql AS $$
DECLARE
    earlier movements;
BEGIN
    SELECT * INTO earlier FROM movements WHERE ref = hold.ref AND phase = 'end';
    IF FOUND THEN
        RETURN answer_again(wallet, earlier, earlier.kind = 'release', -earlier.held);
    END IF;
    RETURN end_hold(wallet, hold, 'release', 0, why, moment);
END $$;

-- The lots that expire soonest are charged first; those that go back keep their lot and their order.
CREATE FUNCTION end_hold(wallet wallets, hold movements, how text, charge bigint, why text, moment timestamptz)
RETURNS step LANGUAGE plpgsql AS $$
DECLARE
    after    wallets;
    charged  lot[];
    returned lot[];
BEGIN
    SELECT s.taken, s.rest INTO charged, returned FROM split_lots(hold.lots, charge) s;
    after := wallet;
    IF returned <> '{}' THEN
        after := take_in(wallet, revive_lots(returned, hold.created_at, moment));
    END IF;
    after.held := wallet.held - hold.held;
    RETURN post(wallet, after, hold.ref, 'end', how, CASE how WHEN 'capture' THEN charge ELSE hold.held END,
                CASE how WHEN 'capture' THEN charged ELSE returned END, NULL, why, moment);
END $$;

-- Gives back what a delivered job was charged, or a part of it: once for each job, into the lots it came from.
CREATE FUNCTION refund_to(wallet wallets, hold movements, amount bigint, why text, moment timestamptz)
RETURNS step LANGUAGE plpgsql AS $$
DECLARE
    charged movements;
    earlier movements;
    back    lot[];
BEGIN
    SELECT * INTO charged FROM movements WHERE ref = hold.ref AND phase = 'end' AND kind = 'capture';
    IF NOT FOUND THEN
        RETURN stay(wallet, 'unknown', NULL, NULL);
    END IF;
    SELECT * INTO earlier FROM movements WHERE ref = hold.ref AND phase = 'refund';
    IF FOUND THEN
        RETURN answer_again(wallet, earlier, -earlier.system = amount, -earlier.system);
    END IF;
    IF amount > charged.system THEN
        RETURN stay(wallet, 'conflict', NULL, charged.system);
    END IF;
    SELECT s.rest INTO back FROM split_lots(charged.lots, charged.system - amount) s;
    RETURN post(wallet, take_in(wallet, revive_lots(back, hold.created_at, moment)), hold.ref, 'refund', 'refund',
                amount, back, NULL, why, moment);
END $$;

-- Takes back what a grant gave. A withdrawal takes only what is left of the grant's own lot; a chargeback takes that,
-- then any other lot, and what was spent already becomes a debt. Together they never take more than was granted.
CREATE FUNCTION take_back_from(wallet wallets, given movements, reversal text, how text, amount bigint, why text,
                               moment timestamptz) RETURNS step LANGUAGE plpgsql AS $$
DECLARE
    after   wallets;
    earlier movements;
    own     lot[];
    others  lot[];
    taken   lot[];
    gone    bigint;
BEGIN
    SELECT * INTO earlier FROM movements WHERE ref = reversal AND phase = 'reversal';
    IF FOUND THEN
        RETURN answer_again(wallet, earlier, earlier.about = given.ref AND earlier.kind = how AND earlier.system = amount,
                            earlier.system);
    END IF;
    SELECT COALESCE(sum(m.system), 0) INTO gone FROM movements m WHERE m.about = given.ref;
    SELECT COALESCE(array_agg(l) FILTER (WHERE l.ref = given.ref), '{}'),
           COALESCE(array_agg(l) FILTER (WHERE l.ref <> given.ref), '{}') INTO own, others FROM unnest(wallet.lots) l;
    IF gone + amount > -given.system OR (how = 'withdrawal' AND amount > sum_lots(own)) THEN
        RETURN stay(wallet, 'insufficient', NULL, amount - LEAST(sum_lots(own), -given.system - gone));
    END IF;
    after := wallet;
    SELECT s.taken, s.rest INTO taken, after.lots FROM split_lots(own || others, amount) s;
    after.lots := ordered_lots(after.lots);
    after.debt := wallet.debt + amount - sum_lots(taken);
    RETURN post(wallet, after, reversal, 'reversal', how, amount, taken, NULL, why, moment, given.ref);
END $$;
