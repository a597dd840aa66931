-- The books: one append-only row per movement of credits, whose legs sum to zero, and one wallet row per user that says
-- what the movements amount to. A movement is made in three steps, all in one statement: the wallet is locked, a rule
-- decides and writes the movement, and the wallet is kept as it leaves it. docs/ledger.md explains it with an example.

CREATE DOMAIN credits AS bigint CHECK (VALUE >= 0);

CREATE DOMAIN bucket AS text CHECK (VALUE IN ('subscription', 'pack'));

-- Credits that came together and expire together. `ref` is the grant they came with.
CREATE TYPE lot AS (ref text, bucket text, amount bigint, expires_at timestamptz);

-- What became of a movement: done | repeated | insufficient | conflict | expired | unknown.
-- `credits` is what moved, or what is missing when it is insufficient; `available` what can be spent after it.
CREATE TYPE posting AS (outcome text, sequence bigint, credits bigint, available bigint);

-- No foreign key to users: the books outlive an account. A wallet's lots stand in the order in which they are spent.
CREATE TABLE wallets (
    wallet_id    text COLLATE "C" PRIMARY KEY,
    subscription bigint NOT NULL DEFAULT 0 CHECK (subscription >= 0),
    pack         bigint NOT NULL DEFAULT 0 CHECK (pack >= 0),
    held         bigint NOT NULL DEFAULT 0 CHECK (held >= 0),
    -- Owed after a chargeback of credits that were spent; whatever comes in pays it first.
    debt         bigint NOT NULL DEFAULT 0 CHECK (debt >= 0),
    sequence     bigint NOT NULL DEFAULT 0,
    lots         lot[] NOT NULL DEFAULT '{}',
    CHECK (debt = 0 OR subscription + pack = 0)
) WITH (fillfactor = 50);

-- `system` is the other side of a grant, a charge or an expiry; it has no balance row, which would be locked by everybody.
CREATE TABLE movements (
    wallet_id          text COLLATE "C" NOT NULL,
    sequence           bigint NOT NULL,
    ref                text COLLATE "C" NOT NULL,
    phase              text COLLATE "C" NOT NULL,
    kind               text NOT NULL CHECK (kind IN ('grant', 'hold', 'capture', 'release', 'refund', 'withdrawal',
                                                     'chargeback', 'expiry')),
    subscription       bigint NOT NULL,
    pack               bigint NOT NULL,
    held               bigint NOT NULL,
    debt               bigint NOT NULL,
    system             bigint NOT NULL,
    subscription_after bigint NOT NULL,
    pack_after         bigint NOT NULL,
    held_after         bigint NOT NULL,
    debt_after         bigint NOT NULL,
    lots               lot[] NOT NULL,
    expires_at         timestamptz,
    reason             text NOT NULL,
    -- The grant that a withdrawal or a chargeback takes back.
    about              text,
    created_at         timestamptz NOT NULL,
    PRIMARY KEY (wallet_id, sequence),
    UNIQUE (ref, phase),
    CHECK (subscription + pack + held + system - debt = 0)
);

CREATE INDEX reversals ON movements (about) WHERE about IS NOT NULL;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'movements are only ever added';
END $$;
CREATE TRIGGER movements_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON movements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Lots as a wallet keeps them: the soonest to expire first, subscription before pack, those that never expire last.
CREATE FUNCTION ordered_lots(lots lot[]) RETURNS lot[] LANGUAGE sql IMMUTABLE AS $$
    SELECT COALESCE(array_agg(CAST(ROW(ref, bucket, amount, expires_at) AS lot)
                              ORDER BY expires_at, bucket DESC, ref), '{}')
      FROM (SELECT ref, bucket, CAST(sum(amount) AS bigint) AS amount, expires_at
              FROM unnest(lots) GROUP BY ref, bucket, expires_at) AS together
     WHERE amount > 0
$$;

-- The first `wanted` credits of the lots, and the rest.
CREATE FUNCTION split_lots(lots lot[], wanted bigint, OUT taken lot[], OUT rest lot[]) LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    one  lot;
    part bigint;
BEGIN
    taken := '{}';
    rest := '{}';
    FOREACH one IN ARRAY lots LOOP
        part := LEAST(one.amount, wanted);
        wanted := wanted - part;
        IF part > 0 THEN
            taken := taken || CAST(ROW(one.ref, one.bucket, part, one.expires_at) AS lot);
        END IF;
        IF part < one.amount THEN
            rest := rest || CAST(ROW(one.ref, one.bucket, one.amount - part, one.expires_at) AS lot);
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION sum_lots(lots lot[]) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT COALESCE(CAST(sum(amount) AS bigint), 0) FROM unnest(lots)
$$;

-- Lots that ran out while they were away come back with the life that they had left when they went.
CREATE FUNCTION revive_lots(lots lot[], went timestamptz, moment timestamptz) RETURNS lot[] LANGUAGE sql IMMUTABLE AS $$
    SELECT COALESCE(array_agg(CAST(ROW(ref, bucket, amount, CASE WHEN expires_at <= moment
                                       THEN moment + (expires_at - went) ELSE expires_at END) AS lot)), '{}')
      FROM unnest(lots)
$$;

-- What a rule answers: the wallet as it leaves it, and what became of the movement.
CREATE TYPE step AS (wallet wallets, answer posting);

-- Writes the movement that leads from one state of a locked wallet to the next: the legs are the differences.
CREATE FUNCTION post(before wallets, after wallets, ref text, phase text, kind text, amount bigint, lots lot[],
                     expires_at timestamptz, reason text, moment timestamptz, about text DEFAULT NULL)
RETURNS step LANGUAGE plpgsql AS $$
DECLARE
    one lot;
BEGIN
    after.subscription := 0;
    after.pack := 0;
    FOREACH one IN ARRAY after.lots LOOP
        IF one.bucket = 'subscription' THEN
            after.subscription := after.subscription + one.amount;
        ELSE
            after.pack := after.pack + one.amount;
        END IF;
    END LOOP;
    after.sequence := before.sequence + 1;
    INSERT INTO movements (wallet_id, sequence, ref, phase, kind, subscription, pack, held, debt, system,
                           subscription_after, pack_after, held_after, debt_after,
                           lots, expires_at, reason, about, created_at)
    VALUES (after.wallet_id, after.sequence, ref, phase, kind,
            after.subscription - before.subscription, after.pack - before.pack,
            after.held - before.held, after.debt - before.debt,
            before.subscription + before.pack + before.held - before.debt
            - after.subscription - after.pack - after.held + after.debt,
            after.subscription, after.pack, after.held, after.debt,
            lots, expires_at, reason, about, moment);
    RETURN CAST(ROW(after, CAST(ROW('done', after.sequence, amount, after.subscription + after.pack) AS posting)) AS step);
END $$;

-- A step that changes nothing, and says why.
CREATE FUNCTION stay(wallet wallets, outcome text, sequence bigint, amount bigint) RETURNS step LANGUAGE plpgsql AS $$
BEGIN
    RETURN CAST(ROW(wallet, CAST(ROW(outcome, sequence, amount, wallet.subscription + wallet.pack) AS posting)) AS step);
END $$;

-- The answer to a call that was made before: the same movement, or a conflict when it was another one.
CREATE FUNCTION answer_again(wallet wallets, earlier movements, is_same boolean, amount bigint) RETURNS step
LANGUAGE plpgsql AS $$
BEGIN
    RETURN stay(wallet, CASE WHEN is_same THEN 'repeated' ELSE 'conflict' END, earlier.sequence, amount);
END $$;

CREATE FUNCTION keep_wallet(wallet wallets) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE wallets w
       SET subscription = wallet.subscription, pack = wallet.pack, held = wallet.held, debt = wallet.debt,
           sequence = wallet.sequence, lots = wallet.lots
     WHERE w.wallet_id = wallet.wallet_id;
END $$;

-- Takes the wallet for the rest of the transaction, opening it when it is new; lots that ran out expire first.
CREATE FUNCTION lock_wallet(owner text, moment timestamptz) RETURNS wallets LANGUAGE plpgsql AS $$
DECLARE
    wallet wallets;
    after  wallets;
    gone   lot;
BEGIN
    SELECT * INTO wallet FROM wallets WHERE wallet_id = owner FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO wallets (wallet_id) VALUES (owner) ON CONFLICT DO NOTHING;
        SELECT * INTO wallet FROM wallets WHERE wallet_id = owner FOR UPDATE;
    END IF;
    IF wallet.lots[1].expires_at <= moment THEN
        WHILE wallet.lots[1].expires_at <= moment LOOP
            gone := wallet.lots[1];
            after := wallet;
            after.lots := wallet.lots[2:];
            SELECT (p.wallet).* INTO wallet
              FROM post(wallet, after, gone.ref || '@' || CAST(extract(epoch FROM gone.expires_at) AS text), 'expiry',
                        'expiry', gone.amount, ARRAY[gone], gone.expires_at, '', moment) p;
        END LOOP;
        PERFORM keep_wallet(wallet);
    END IF;
    RETURN wallet;
END $$;

-- Credits that come in pay the debt first; what is left joins the wallet's lots.
CREATE FUNCTION take_in(wallet wallets, coming lot[]) RETURNS wallets LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    paid lot[];
    rest lot[];
BEGIN
    rest := coming;
    IF wallet.debt > 0 THEN
        SELECT s.taken, s.rest INTO paid, rest FROM split_lots(coming, wallet.debt) s;
        wallet.debt := wallet.debt - sum_lots(paid);
    END IF;
    wallet.lots := ordered_lots(wallet.lots || rest);
    RETURN wallet;
END $$;
