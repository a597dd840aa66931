-- name: create_file
WITH made AS (
    INSERT INTO files (file_id, user_id, filename, purpose, bytes, content_type, key, expires_at)
    VALUES (:file_id, :user_id, :filename, :purpose, CAST(:bytes AS bigint), :content_type, :key,
            now() + make_interval(secs => CAST(:seconds AS double precision)))
    ON CONFLICT (file_id) DO NOTHING
    RETURNING *
)
SELECT made.*, audit(CAST(:actor AS jsonb), 'file.created', 'file', file_id, NULL,
                     jsonb_build_object('filename', filename, 'purpose', purpose, 'bytes', bytes)) AS audited
  FROM made

-- name: get_file
SELECT * FROM files WHERE file_id = :file_id AND user_id = :user_id AND (expires_at IS NULL OR expires_at > now())

-- list: files by file_id
SELECT * FROM files WHERE user_id = :user_id AND (expires_at IS NULL OR expires_at > now())

-- list: files_of_purpose by file_id
SELECT * FROM files WHERE user_id = :user_id AND purpose = :purpose AND (expires_at IS NULL OR expires_at > now())

-- name: delete_file
WITH gone AS (
    DELETE FROM files WHERE file_id = :file_id AND user_id = :user_id RETURNING *
)
SELECT gone.*, audit(CAST(:actor AS jsonb), 'file.deleted', 'file', file_id,
                     jsonb_build_object('filename', filename, 'purpose', purpose, 'bytes', bytes), NULL) AS audited
  FROM gone

-- name: expired_files
SELECT file_id FROM files WHERE user_id = :user_id AND expires_at <= now() ORDER BY expires_at LIMIT 20

-- name: export_files
SELECT file_id, filename, purpose, bytes, created_at, expires_at FROM files
 WHERE user_id = :user_id AND file_id > :after ORDER BY file_id LIMIT 100
