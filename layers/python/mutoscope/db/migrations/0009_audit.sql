-- The proof that the books add up (`ledger_findings` must be empty), and how their owner reads them.

CREATE VIEW ledger_findings AS
WITH story AS (
    SELECT m.*,
           lag(m.sequence, 1, CAST(0 AS bigint)) OVER each AS sequence_before,
           lag(CAST(m.subscription_after AS bigint), 1, CAST(0 AS bigint)) OVER each AS subscription_before,
           lag(CAST(m.pack_after AS bigint), 1, CAST(0 AS bigint)) OVER each AS pack_before,
           lag(CAST(m.held_after AS bigint), 1, CAST(0 AS bigint)) OVER each AS held_before,
           lag(CAST(m.debt_after AS bigint), 1, CAST(0 AS bigint)) OVER each AS debt_before
      FROM movements m
    WINDOW each AS (PARTITION BY m.wallet_id ORDER BY m.sequence)
), totals AS (
    SELECT wallet_id, max(sequence) AS sequence, sum(subscription) AS subscription, sum(pack) AS pack,
           sum(held) AS held, sum(debt) AS debt
      FROM movements GROUP BY wallet_id
)
SELECT wallet_id, ref, 'its legs do not sum to zero' AS finding
  FROM story WHERE subscription + pack + held + system - debt <> 0
UNION ALL
SELECT wallet_id, ref, 'a movement before it is missing' FROM story WHERE sequence <> sequence_before + 1
UNION ALL
SELECT wallet_id, ref, 'its balances do not follow from the movement before it' FROM story
 WHERE (subscription_after, pack_after, held_after, debt_after)
    <> (subscription_before + subscription, pack_before + pack, held_before + held, debt_before + debt)
UNION ALL
SELECT wallet_id, NULL, 'the wallet is not what its movements amount to' FROM wallets w LEFT JOIN totals t USING (wallet_id)
 WHERE (w.subscription, w.pack, w.held, w.debt, w.sequence)
    <> (COALESCE(t.subscription, 0), COALESCE(t.pack, 0), COALESCE(t.held, 0), COALESCE(t.debt, 0),
        COALESCE(t.sequence, 0))
UNION ALL
SELECT t.wallet_id, NULL, 'there are movements without a wallet' FROM totals t
 WHERE NOT EXISTS (SELECT 1 FROM wallets w WHERE w.wallet_id = t.wallet_id)
UNION ALL
SELECT wallet_id, NULL, 'the lots are not what the balances say' FROM wallets w
 WHERE (SELECT COALESCE(sum(l.amount) FILTER (WHERE l.bucket = 'subscription'), 0) FROM unnest(w.lots) l) <> subscription
    OR (SELECT COALESCE(sum(l.amount) FILTER (WHERE l.bucket = 'pack'), 0) FROM unnest(w.lots) l) <> pack
    OR w.lots <> ordered_lots(w.lots)
UNION ALL
SELECT w.wallet_id, NULL, 'what is held is not what the open holds amount to' FROM wallets w
 WHERE w.held <> (SELECT COALESCE(sum(h.held), 0) FROM movements h
                   WHERE h.wallet_id = w.wallet_id AND h.phase = 'hold'
                     AND NOT EXISTS (SELECT 1 FROM movements e WHERE e.ref = h.ref AND e.phase = 'end'))
UNION ALL
SELECT e.wallet_id, e.ref, 'it ends a hold that is not there, of another wallet, or of another amount'
  FROM movements e LEFT JOIN movements h ON h.ref = e.ref AND h.phase = 'hold'
 WHERE e.phase = 'end' AND (h.ref IS NULL OR h.wallet_id <> e.wallet_id OR h.held <> -e.held)
UNION ALL
SELECT e.wallet_id, e.ref, 'it charged more than was held' FROM movements e
 WHERE e.phase = 'end' AND (e.system < 0 OR e.system > -e.held);

-- A wallet as its owner sees it: what ran out since the last movement has expired. Without a wallet there is nothing yet.
CREATE FUNCTION read_wallet(owner text) RETURNS wallets LANGUAGE plpgsql AS $$
DECLARE
    found wallets;
BEGIN
    SELECT * INTO found FROM wallets WHERE wallet_id = owner;
    IF found.lots[1].expires_at <= clock_timestamp() THEN
        RETURN lock_wallet(owner, clock_timestamp());
    END IF;
    RETURN found;
END $$;

-- The movements as an account statement; its ids sort like the sequence.
CREATE VIEW statement AS
SELECT wallet_id, sequence, 'move_' || lpad(CAST(sequence AS text), 26, '0') AS movement_id, ref, kind, reason, created_at,
       subscription, pack, held, debt, system, subscription_after + pack_after AS available_after, held_after, debt_after,
       expires_at
  FROM movements;

-- The sequence that such an id stands for; `move_` and `move_z` stand for the two ends of every statement.
CREATE FUNCTION statement_sequence(movement_id text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN movement_id ~ '^move_0*[0-9]{1,18}$' THEN CAST(substr(movement_id, 6) AS bigint)
                WHEN movement_id = 'move_' THEN 0 ELSE 9223372036854775807 END
$$;
