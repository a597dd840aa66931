-- The media library: files that people bring or take from results, what was found in them, who may see them.
-- A file lies under temp/ until it was inspected; only what is ready has a place that films and links lead to.

CREATE TABLE media (
    media_id     text PRIMARY KEY,
    user_id      text NOT NULL REFERENCES users ON DELETE CASCADE,
    family       text NOT NULL CHECK (family IN ('picture', 'sound', 'video', 'document')),
    status       text NOT NULL DEFAULT 'uploading' CHECK (status IN ('uploading', 'inspecting', 'ready', 'refused')),
    privacy      text NOT NULL DEFAULT 'private' CHECK (privacy IN ('private', 'unlisted', 'public')),
    name         text NOT NULL,
    -- What was claimed, until it is ready; then what the content is.
    content_type text NOT NULL,
    size         bigint NOT NULL CHECK (size > 0),
    digest       text,
    -- The part of the upload that is sent in parts: {upload_id, part_size}.
    upload       jsonb,
    expires_at   timestamptz NOT NULL,
    facts        jsonb NOT NULL DEFAULT '{}',
    -- Pictures made of it, by name: {content_type, file}.
    variants     jsonb NOT NULL DEFAULT '{}',
    refusal      jsonb,
    scanned      boolean NOT NULL DEFAULT false,
    -- The result that it was taken from.
    job_id       text,
    variant      text,
    -- When it was first more than private.
    published_at timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX media_of_user ON media (user_id, media_id DESC);
CREATE INDEX media_by_name ON media (user_id, name, media_id);
CREATE INDEX media_by_size ON media (user_id, size, media_id);
CREATE INDEX media_of_job ON media (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX media_unfinished ON media (media_id) WHERE status IN ('uploading', 'inspecting');
CREATE INDEX media_public ON media (media_id DESC) WHERE privacy = 'public' AND status = 'ready';

-- Which films use which media, kept by a trigger on films, so that no way of changing a film is forgotten.
CREATE TABLE media_uses (
    media_id text NOT NULL REFERENCES media ON DELETE CASCADE,
    film_id  text NOT NULL REFERENCES films ON DELETE CASCADE,
    PRIMARY KEY (media_id, film_id)
);
CREATE INDEX media_uses_of_film ON media_uses (film_id);

CREATE TABLE media_shares (
    share_id   text PRIMARY KEY,
    media_id   text NOT NULL REFERENCES media ON DELETE CASCADE,
    -- Of the token in the link; the link itself is known to whoever was given it.
    digest     text NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    views      bigint NOT NULL DEFAULT 0,
    viewed_at  timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX media_shares_of_media ON media_shares (media_id, share_id DESC);

-- Begins an upload if it fits beside what its owner has: the owner's row is locked, so that uploads side by side are
-- counted one by one. Begun again under the same id, it changes nothing.
CREATE FUNCTION begin_media(new_media jsonb, quota bigint)
RETURNS TABLE (outcome text, used bigint)
LANGUAGE plpgsql AS $$
DECLARE
    owner text := new_media ->> 'user_id';
BEGIN
    PERFORM 1 FROM users WHERE user_id = owner FOR NO KEY UPDATE;
    used := (SELECT CAST(COALESCE(sum(m.size), 0) AS bigint) FROM media m
              WHERE m.user_id = owner AND m.status <> 'refused');
    IF EXISTS (SELECT 1 FROM media WHERE media_id = new_media ->> 'media_id') THEN
        outcome := 'known';
    ELSIF used + CAST(new_media ->> 'size' AS bigint) > quota THEN
        outcome := 'full';
    ELSE
        INSERT INTO media (media_id, user_id, family, status, privacy, name, content_type, size, digest, upload,
                           expires_at, job_id, variant, published_at)
        VALUES (new_media ->> 'media_id', owner, new_media ->> 'family',
                new_media ->> 'status', new_media ->> 'privacy', new_media ->> 'name', new_media ->> 'content_type',
                CAST(new_media ->> 'size' AS bigint), new_media ->> 'digest', NULLIF(new_media -> 'upload', 'null'),
                clock_timestamp() + make_interval(secs => CAST(new_media ->> 'seconds' AS double precision)),
                new_media ->> 'job_id', new_media ->> 'variant',
                CASE WHEN new_media ->> 'privacy' <> 'private' THEN now() END);
        outcome := 'begun';
    END IF;
    RETURN NEXT;
END $$;

CREATE FUNCTION note_media_uses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM media_uses WHERE film_id = NEW.film_id;
    INSERT INTO media_uses (media_id, film_id)
    SELECT DISTINCT m.media_id, NEW.film_id
      FROM regexp_matches(CAST(NEW.request AS text) || COALESCE(CAST(NEW.script AS text), ''),
                          '_file": "(media_[0-9a-z]{26})/', 'g') AS named
      JOIN media m ON m.media_id = named[1] AND m.user_id = NEW.user_id;
    RETURN NULL;
END $$;
CREATE TRIGGER films_use_media AFTER INSERT OR UPDATE OF request, script ON films
    FOR EACH ROW EXECUTE FUNCTION note_media_uses();

-- Deletes the row if no film uses it, or takes it out of the films that do: their scenes get a drawn picture and the
-- studio's voice when they are made again. Answers what became of it, and how many films use or used it.
CREATE FUNCTION delete_media(of_media text, by_force boolean)
RETURNS TABLE (outcome text, films bigint)
LANGUAGE plpgsql AS $$
DECLARE
    named text := '("(?:picture|voice|music)_file": )"' || of_media || '/[^"]*"';
BEGIN
    PERFORM 1 FROM media WHERE media_id = of_media FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    films := (SELECT count(*) FROM media_uses u WHERE u.media_id = of_media);
    IF films > 0 AND NOT by_force THEN
        outcome := 'in_use';
        RETURN NEXT;
        RETURN;
    END IF;
    UPDATE films f
       SET request = CAST(regexp_replace(CAST(f.request AS text), named, '\1""', 'g') AS jsonb),
           script = CAST(regexp_replace(CAST(f.script AS text), named, '\1""', 'g') AS jsonb)
     WHERE f.film_id IN (SELECT u.film_id FROM media_uses u WHERE u.media_id = of_media);
    DELETE FROM media WHERE media_id = of_media;
    outcome := 'deleted';
    RETURN NEXT;
END $$;

UPDATE roles SET permissions = permissions || CAST('["media:read", "media:write"]' AS jsonb);
