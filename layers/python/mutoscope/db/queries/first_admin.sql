-- name: appoint_first_admin
-- Only while no super admin can log in: from then on administrators give roles themselves.
WITH appointed AS (
    UPDATE users u SET role = 'super_admin', updated_at = now()
     WHERE u.user_id = :user_id AND u.is_active AND u.deleted_at IS NULL AND u.email_verified_at IS NOT NULL
       AND NOT EXISTS (
           SELECT 1 FROM users
            WHERE role = 'super_admin' AND is_active AND deleted_at IS NULL AND email_verified_at IS NOT NULL
       )
    RETURNING u.user_id, old.role
)
SELECT user_id, audit(CAST(:actor AS jsonb), 'user.role_changed', 'user', user_id, jsonb_build_object('role', role),
                      jsonb_build_object('role', 'super_admin')) AS entry_id
  FROM appointed
