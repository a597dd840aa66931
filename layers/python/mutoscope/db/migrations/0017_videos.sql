-- Videos as OpenAI's clients know them: what was asked of a job that makes a clip or a film. The job has the rest.

CREATE TABLE videos (
    video_id     text PRIMARY KEY,
    user_id      text NOT NULL REFERENCES users ON DELETE CASCADE,
    job_id       text NOT NULL,
    prompt       text NOT NULL,
    model        text NOT NULL,
    seconds      integer NOT NULL,
    size         text NOT NULL,
    remixed_from text,
    -- What was said, and the picture that it begins with, so that it can be remixed.
    ordered      jsonb NOT NULL,
    image        text,
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX videos_of_user ON videos (user_id, video_id);

UPDATE roles SET permissions = permissions || '["videos:read", "videos:write"]';
