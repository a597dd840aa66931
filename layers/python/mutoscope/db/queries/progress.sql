-- name: credentials_that_follow
-- The user's keys and sessions by which jobs may be looked at now.
SELECT k.api_key_id AS credential
  FROM api_keys k JOIN users u ON u.user_id = k.user_id JOIN roles r ON r.name = u.role
 WHERE k.user_id = :user_id AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
   AND u.is_active AND u.deleted_at IS NULL
   AND r.permissions @> '["jobs:read"]' AND (k.scopes IS NULL OR k.scopes @> '["jobs:read"]')
UNION ALL
SELECT s.session_id AS credential
  FROM sessions s JOIN users u ON u.user_id = s.user_id JOIN roles r ON r.name = u.role
 WHERE s.user_id = :user_id AND s.revoked_at IS NULL AND s.expires_at > now()
   AND u.is_active AND u.deleted_at IS NULL AND r.permissions @> '["jobs:read"]'

-- name: jobs_to_follow
SELECT * FROM jobs WHERE user_id = :user_id AND status IN ('queued', 'in_progress')
 ORDER BY job_id DESC LIMIT CAST(:limit AS integer)
