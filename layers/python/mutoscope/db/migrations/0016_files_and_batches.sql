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

-- Batches: many orders in one file, each of which becomes a job of its own. How far a batch is stands here and nowhere
-- else, so that whoever takes it up goes on where it was; a job that ends is found by its line.

CREATE TABLE batches (
    batch_id           text PRIMARY KEY,
    user_id            text NOT NULL REFERENCES users ON DELETE CASCADE,
    -- The key that its orders are counted against.
    key_id             text,
    endpoint           text NOT NULL,
    input_file_id      text NOT NULL,
    metadata           jsonb,
    retried_from       text,
    output_seconds     bigint,
    status             text NOT NULL DEFAULT 'validating' CHECK (status IN ('validating', 'failed', 'in_progress',
                           'finalizing', 'completed', 'expired', 'cancelling', 'cancelled')),
    -- What it becomes once its results are written.
    ending             text CHECK (ending IN ('completed', 'expired', 'cancelled')),
    errors             jsonb,
    total              integer NOT NULL DEFAULT 0,
    completed          integer NOT NULL DEFAULT 0,
    failed             integer NOT NULL DEFAULT 0,
    output_file_id     text,
    error_file_id      text,
    created_at         timestamptz NOT NULL DEFAULT now(),
    expires_at         timestamptz NOT NULL DEFAULT now() + interval '24 hours',
    in_progress_at     timestamptz,
    finalizing_at      timestamptz,
    cancelling_at      timestamptz,
    ended_at           timestamptz
);
CREATE INDEX batches_of_user ON batches (user_id, batch_id);
CREATE INDEX batches_under_way ON batches (user_id, batch_id)
    WHERE status IN ('validating', 'in_progress', 'finalizing', 'cancelling');

-- `line_id` sorts as the lines stand in the file.
CREATE TABLE batch_lines (
    line_id   text PRIMARY KEY,
    batch_id  text NOT NULL REFERENCES batches ON DELETE CASCADE,
    custom_id text,
    body      jsonb,
    job_id    text,
    status    text NOT NULL CHECK (status IN ('waiting', 'ordered', 'completed', 'failed')),
    error     jsonb
);
CREATE INDEX batch_lines_of_batch ON batch_lines (batch_id, line_id);
CREATE INDEX batch_lines_open ON batch_lines (batch_id, status, line_id) WHERE status IN ('waiting', 'ordered');
CREATE INDEX batch_lines_of_job ON batch_lines (job_id) WHERE job_id IS NOT NULL;

UPDATE roles SET permissions = permissions || '["batches:read", "batches:write"]';
