-- name: create_project
WITH made AS (
    INSERT INTO projects (project_id, user_id, title, title_key, description)
    VALUES (:project_id, :user_id, :title, :title_key, :description)
    ON CONFLICT (project_id) DO NOTHING
    RETURNING *
)
SELECT made.*, audit(CAST(:actor AS jsonb), 'project.created', 'project', project_id, NULL,
                     jsonb_build_object('title', title, 'description', description)) AS audited
  FROM made

-- name: get_project
SELECT * FROM projects WHERE project_id = :project_id AND user_id = :user_id

-- list: projects by project_id, title, updated_at
SELECT * FROM projects
 WHERE user_id = :user_id AND archived IN (SELECT CAST(jsonb_array_elements_text(CAST(:archived AS jsonb)) AS boolean))

-- list: projects_found by project_id, title, updated_at
SELECT * FROM projects
 WHERE user_id = :user_id AND archived IN (SELECT CAST(jsonb_array_elements_text(CAST(:archived AS jsonb)) AS boolean))
   AND title_pairs(user_id, title_key) @> title_pairs(CAST(:user_id AS text), CAST(:search AS text))
   AND position(CAST(:search AS text) IN title_key) > 0

-- name: films_in_projects
SELECT project_id, count(*) AS films FROM films
 WHERE project_id IN (SELECT jsonb_array_elements_text(CAST(:ids AS jsonb)))
 GROUP BY project_id

-- name: change_project
-- What is null stays as it is.
WITH changed AS (
    UPDATE projects
       SET title = COALESCE(CAST(:title AS text), title), title_key = COALESCE(CAST(:title_key AS text), title_key),
           description = COALESCE(CAST(:description AS text), description),
           archived = COALESCE(CAST(:archived AS boolean), archived), updated_at = now()
     WHERE project_id = :project_id AND user_id = :user_id
    RETURNING new.*, old.title AS old_title, old.description AS old_description, old.archived AS old_archived
)
SELECT changed.*, audit(CAST(:actor AS jsonb), 'project.changed', 'project', project_id,
                        jsonb_build_object('title', old_title, 'description', old_description, 'archived', old_archived),
                        jsonb_build_object('title', title, 'description', description, 'archived', archived)) AS audited
  FROM changed

-- name: empty_project
-- Its films stay, in no project.
WITH freed AS (
    UPDATE films SET project_id = NULL WHERE project_id = :project_id AND user_id = :user_id RETURNING film_id
)
SELECT film_id, audit(CAST(:actor AS jsonb), 'film.changed', 'film', film_id,
                      jsonb_build_object('project_id', CAST(:project_id AS text)),
                      jsonb_build_object('project_id', NULL)) AS audited
  FROM freed

-- name: delete_project
WITH gone AS (
    DELETE FROM projects WHERE project_id = :project_id AND user_id = :user_id RETURNING *
)
SELECT gone.*, audit(CAST(:actor AS jsonb), 'project.deleted', 'project', project_id,
                     jsonb_build_object('title', title, 'description', description, 'archived', archived), NULL) AS audited
  FROM gone

-- list: films_of_project by film_id
SELECT * FROM films WHERE project_id = :project_id

-- name: films_to_copy
SELECT film_id, CASE WHEN script IS NULL THEN request ->> 'text_key' END AS text_key FROM films
 WHERE project_id = :project_id AND film_id > :after ORDER BY film_id LIMIT 100

-- name: copy_project
-- The copy and its films, as drafts of the documents that there are, commit together. `films` names each film to copy,
-- the id of its copy, and where the copy's source text lies.
WITH made AS (
    INSERT INTO projects (project_id, user_id, title, title_key, description)
    SELECT :new_id, user_id, :title, :title_key, description FROM projects
     WHERE project_id = :project_id AND user_id = :user_id
    ON CONFLICT (project_id) DO NOTHING
    RETURNING *
), wanted AS (
    SELECT * FROM jsonb_to_recordset(CAST(:films AS jsonb)) AS w(film_id text, copy_id text, text_key text)
), copied AS (
    INSERT INTO films (film_id, user_id, request, script, script_given, approved, job_id, project_id, title)
    SELECT w.copy_id, made.user_id,
           f.request || jsonb_build_object('text_key', w.text_key),
           f.script, f.script IS NOT NULL, false, '', made.project_id, f.title
      FROM made, wanted w JOIN films f ON f.film_id = w.film_id AND f.project_id = :project_id
    RETURNING film_id
)
SELECT made.*, (SELECT count(*) FROM copied) AS films,
       audit(CAST(:actor AS jsonb), 'project.duplicated', 'project', CAST(:project_id AS text), NULL,
             jsonb_build_object('copy', made.project_id, 'films', (SELECT count(*) FROM copied))) AS audited
  FROM made

-- name: change_film
-- `changes` names what changes and to what, null among it. What is not named stays.
WITH changed AS (
    UPDATE films
       SET project_id = CASE WHEN jsonb_exists(CAST(:changes AS jsonb), 'project_id')
                             THEN CAST(:changes AS jsonb) ->> 'project_id' ELSE project_id END,
           title = CASE WHEN jsonb_exists(CAST(:changes AS jsonb), 'title')
                        THEN CAST(:changes AS jsonb) ->> 'title' ELSE title END
     WHERE film_id = :film_id AND user_id = :user_id
    RETURNING new.*, old.project_id AS old_project_id, old.title AS old_title
)
SELECT changed.*, audit(CAST(:actor AS jsonb), 'film.changed', 'film', film_id,
                        jsonb_build_object('project_id', old_project_id, 'title', old_title),
                        jsonb_build_object('project_id', project_id, 'title', title)) AS audited
  FROM changed

-- name: export_projects
SELECT project_id, title, description, archived, created_at, updated_at FROM projects
 WHERE user_id = :user_id AND project_id > :after ORDER BY project_id LIMIT 100
