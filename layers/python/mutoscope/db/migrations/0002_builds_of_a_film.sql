-- A film's builds are looked for when it is edited and when it is deleted.
CREATE INDEX jobs_of_film ON jobs (film_id) WHERE film_id IS NOT NULL;
