-- Projects: where a person's films belong together. A film is in one project of its own owner, or in none; a project
-- that still holds films is not deleted, whoever asks.

CREATE TABLE projects (
    project_id  text PRIMARY KEY,
    user_id     text NOT NULL REFERENCES users ON DELETE CASCADE,
    title       text NOT NULL,
    -- The title as it is searched: case-folded.
    title_key   text NOT NULL,
    description text NOT NULL DEFAULT '',
    archived    boolean NOT NULL DEFAULT false,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, project_id)
);
CREATE INDEX projects_by_title ON projects (user_id, title, project_id);
CREATE INDEX projects_by_change ON projects (user_id, updated_at, project_id);

-- What a title is found by: each pair of neighbouring characters, with its owner before it, so that a search in any
-- script costs what the owner's own matches cost. An extension for this is not in every PostgreSQL.
CREATE FUNCTION title_pairs(owner text, title_key text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT COALESCE(array_agg(DISTINCT owner || ' ' || substr(title_key, n, 2)), '{}')
      FROM generate_series(1, length(title_key) - 1) AS n
$$;
CREATE INDEX projects_by_pairs ON projects USING gin (title_pairs(user_id, title_key));

ALTER TABLE films
    ADD COLUMN project_id text,
    -- What its owner calls the film in lists; null for its script's own title.
    ADD COLUMN title      text,
    ADD CONSTRAINT films_project FOREIGN KEY (user_id, project_id) REFERENCES projects (user_id, project_id);
CREATE INDEX films_of_project ON films (project_id, film_id) WHERE project_id IS NOT NULL;

-- Puts a film that was just accepted into the project that it was ordered for; a film ordered for none stays where it is.
CREATE FUNCTION file_film(new_film jsonb) RETURNS void LANGUAGE sql VOLATILE AS $$
    UPDATE films SET project_id = new_film ->> 'project_id'
     WHERE film_id = new_film ->> 'film_id' AND new_film ->> 'project_id' IS NOT NULL
$$;

UPDATE roles SET permissions = permissions || '["projects:read", "projects:write"]';
