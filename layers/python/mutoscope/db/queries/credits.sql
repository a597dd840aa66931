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
UNION ALL
SELECT wallet_id, ref, finding FROM job_findings WHERE wallet_id = :owner

-- name: findings
SELECT wallet_id, ref, finding FROM ledger_findings
UNION ALL
SELECT wallet_id, ref, finding FROM job_findings
LIMIT CAST(:limit AS integer)

-- name: late_hold
SELECT job_id FROM jobs
 WHERE user_id = :owner AND status IN ('queued', 'in_progress') AND held_until <= clock_timestamp()
   AND (CAST(:job_id AS text) IS NULL OR job_id = CAST(:job_id AS text))
 LIMIT 1

-- name: expire_holds
SELECT job_id FROM expire_holds(:owner, CAST(:job_id AS text), CAST(:late AS jsonb)) AS job_id

-- name: add_usage
INSERT INTO api_usage (job_id, stage_key, user_id, key_id, service, operation, scene_id, units, unit, credits,
                       cost_micros, seconds)
SELECT j.job_id, :stage_key, j.user_id, j.key_id, :service, :operation, CAST(:scene AS text), CAST(:units AS bigint), :unit,
       CAST(:credits AS bigint), CAST(:cost_micros AS bigint), CAST(:seconds AS double precision)
  FROM jobs j WHERE j.job_id = :job_id
ON CONFLICT (job_id, stage_key) DO NOTHING

-- name: usage_of_job
SELECT * FROM api_usage WHERE job_id = :job_id ORDER BY created_at, stage_key

-- name: grant_credits_audited
SELECT outcome, sequence, credits, available,
       CASE outcome WHEN 'done' THEN audit(CAST(:actor AS jsonb), CAST(:change AS jsonb)) END AS audited
  FROM grant_credits(:owner, :ref, :bucket, CAST(:credits AS bigint),
                     clock_timestamp() + make_interval(days => CAST(:days AS integer)), :reason)

-- name: refund_job_audited
SELECT outcome, sequence, credits, available,
       CASE outcome WHEN 'done' THEN audit(CAST(:actor AS jsonb), CAST(:change AS jsonb)) END AS audited
  FROM jobs j, refund_credits(j.job_id, COALESCE(CAST(:credits AS bigint), j.credits_charged), :reason)
 WHERE j.job_id = :job_id AND j.credits_charged > 0
