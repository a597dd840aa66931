-- name: permissions_of_role
SELECT level, permissions FROM roles WHERE name = :role

-- name: caller_of_key
SELECT k.key_id, k.digest, k.scopes, u.user_id, r.name AS role, r.level, r.permissions, r.requests,
       CAST(EXTRACT(EPOCH FROM k.expires_at) AS float8) AS expires_at
  FROM api_keys k JOIN users u ON u.user_id = k.user_id JOIN roles r ON r.name = u.role
 WHERE k.key_id = :key_id AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
   AND u.is_active AND u.deleted_at IS NULL

-- name: caller_of_session
SELECT s.session_id, u.user_id, r.name AS role, r.level, r.permissions, r.requests,
       CAST(EXTRACT(EPOCH FROM s.expires_at) AS float8) AS expires_at
  FROM sessions s JOIN users u ON u.user_id = s.user_id JOIN roles r ON r.name = u.role
 WHERE s.session_id = :session_id AND s.user_id = :user_id AND s.revoked_at IS NULL AND s.expires_at > now()
   AND u.is_active AND u.deleted_at IS NULL

-- name: add_owner
INSERT INTO users (user_id, name, role) VALUES (:user_id, :name, 'super_admin')
ON CONFLICT (user_id) DO UPDATE SET role = 'super_admin'

-- name: note_key_use
-- At most one write a minute for a key, however often it is used.
UPDATE api_keys SET last_used_at = now()
 WHERE key_id = :key_id AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')

-- name: record_audit
SELECT audit(CAST(:actor AS jsonb), CAST(:change AS jsonb)) AS entry_id
