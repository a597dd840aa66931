-- Files that were sent for a purpose: lines of a batch, a picture to begin with, what a batch answered. Their bytes lie
-- in the folder of the file's id, so that nothing else goes with them. What has expired is not found any more.

CREATE TABLE files (
    file_id      text PRIMARY KEY,
    user_id      text NOT NULL REFERENCES users ON DELETE CASCADE,
    filename     text NOT NULL,
    purpose      text NOT NULL,
    bytes        bigint NOT NULL CHECK (bytes >= 0),
    content_type text NOT NULL,
    -- What names it among its owner's inputs.
    key          text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz
);
CREATE INDEX files_of_user ON files (user_id, file_id);
CREATE INDEX files_of_purpose ON files (user_id, purpose, file_id);
CREATE INDEX files_by_expiry ON files (user_id, expires_at) WHERE expires_at IS NOT NULL;

UPDATE roles SET permissions = permissions || '["files:read", "files:write"]';
