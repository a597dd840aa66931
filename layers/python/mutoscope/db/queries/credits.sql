-- name: grant_credits
SELECT outcome, sequence, credits, available
  FROM grant_credits(:owner, :ref, :bucket, CAST(:credits AS bigint), CAST(:expires_at AS timestamptz), :reason)

-- name: hold_credits
SELECT outcome, sequence, credits, available
  FROM hold_credits(:owner, :job_id, CAST(:credits AS bigint),
                    clock_timestamp() + make_interval(secs => CAST(:seconds AS double precision)))

-- name: capture_credits
SELECT outcome, sequence, credits, available FROM capture_credits(:job_id, CAST(:credits AS bigint))

-- name: release_credits
SELECT outcome, sequence, credits, available FROM release_credits(:job_id, :reason)

-- name: refund_credits
SELECT outcome, sequence, credits, available FROM refund_credits(:job_id, CAST(:credits AS bigint), :reason)

-- name: take_back_credits
SELECT outcome, sequence, credits, available
  FROM take_back_credits(:ref, :granted, :kind, CAST(:credits AS bigint), :reason)

-- name: post_batch
SELECT outcome, sequence, credits, available FROM post_batch(CAST(:movements AS jsonb)) ORDER BY position

-- name: get_wallet
SELECT subscription, pack, held, debt, sequence, to_jsonb(lots) AS lots
  FROM read_wallet(:owner)

-- name: list_statement_desc
SELECT * FROM statement WHERE wallet_id = :owner AND sequence < statement_sequence(:after)
 ORDER BY sequence DESC LIMIT CAST(:limit AS integer) OFFSET CAST(:skip AS integer)

-- name: list_statement_asc
SELECT * FROM statement WHERE wallet_id = :owner AND sequence > statement_sequence(:after)
 ORDER BY sequence LIMIT CAST(:limit AS integer) OFFSET CAST(:skip AS integer)

-- name: count_statement
SELECT LEAST(sequence, 10000) AS total FROM wallets WHERE wallet_id = :owner

-- name: findings_of_wallet
SELECT wallet_id, ref, finding FROM ledger_findings WHERE wallet_id = :owner

-- name: findings
SELECT wallet_id, ref, finding FROM ledger_findings LIMIT CAST(:limit AS integer)
