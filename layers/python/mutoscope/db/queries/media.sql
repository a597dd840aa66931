-- name: begin_media
SELECT outcome, used,
       CASE WHEN outcome = 'begun' THEN audit(CAST(:actor AS jsonb), CAST(:change AS jsonb)) END AS audited
  FROM begin_media(CAST(:media AS jsonb), CAST(:quota AS bigint))

-- name: get_media
SELECT * FROM media WHERE media_id = :media_id

-- list: media by media_id, name, size
SELECT * FROM media
 WHERE user_id = :user_id
   AND (CAST(:family AS text) IS NULL OR family = CAST(:family AS text))
   AND (CAST(:privacy AS text) IS NULL OR privacy = CAST(:privacy AS text))
   AND (CAST(:status AS text) IS NULL OR status = CAST(:status AS text))
   AND (CAST(:search AS text) IS NULL OR strpos(lower(name), lower(CAST(:search AS text))) > 0)

-- list: public_media by media_id
SELECT * FROM media WHERE privacy = 'public' AND status = 'ready'

-- name: complete_media
WITH completed AS (
    UPDATE media SET status = 'inspecting', upload = NULL, updated_at = clock_timestamp()
     WHERE media_id = :media_id AND status = 'uploading'
    RETURNING media_id
)
SELECT media_id, audit(CAST(:actor AS jsonb), CAST(:change AS jsonb)) AS audited FROM completed

-- name: keep_media
UPDATE media
   SET status = 'ready', family = :family, content_type = :content_type, size = CAST(:size AS bigint),
       digest = :digest, facts = CAST(:facts AS jsonb), variants = CAST(:variants AS jsonb),
       scanned = CAST(:scanned AS boolean), updated_at = clock_timestamp()
 WHERE media_id = :media_id AND status = 'inspecting'
RETURNING media_id

-- name: refuse_media
UPDATE media
   SET status = 'refused', refusal = CAST(:refusal AS jsonb), scanned = CAST(:scanned AS boolean),
       privacy = 'private', upload = NULL, updated_at = clock_timestamp()
 WHERE media_id = :media_id AND status IN ('uploading', 'inspecting')
RETURNING media_id

-- name: edit_media
WITH edited AS (
    UPDATE media
       SET name = COALESCE(CAST(:name AS text), name), privacy = COALESCE(CAST(:privacy AS text), privacy),
           published_at = CASE WHEN CAST(:privacy AS text) IN ('public', 'unlisted')
                               THEN COALESCE(published_at, clock_timestamp()) ELSE published_at END,
           updated_at = clock_timestamp()
     WHERE media_id = :media_id AND user_id = :user_id
    RETURNING *
)
SELECT edited.*, audit(CAST(:actor AS jsonb), CAST(:change AS jsonb)) AS audited FROM edited

-- name: delete_media
SELECT outcome, films,
       CASE WHEN outcome = 'deleted' THEN audit(CAST(:actor AS jsonb), CAST(:change AS jsonb)) END AS audited
  FROM delete_media(CAST(:media_id AS text), CAST(:force AS boolean))

-- name: films_using_media
SELECT film_id FROM media_uses WHERE media_id = :media_id ORDER BY film_id LIMIT 20

-- name: unfinished_media
SELECT media_id, user_id FROM media WHERE status IN ('uploading', 'inspecting') ORDER BY media_id

-- name: export_media
SELECT media_id, name, family, content_type, size, digest, status, privacy, facts, job_id, created_at FROM media
 WHERE user_id = :user_id AND media_id > :after ORDER BY media_id LIMIT 100

-- name: end_upload
DELETE FROM media WHERE media_id = :media_id AND status = 'uploading' AND expires_at <= clock_timestamp()
RETURNING media_id

-- name: add_share
-- Made once for its id. Asked for again because nobody got the answer, the newer link counts.
WITH made AS (
    INSERT INTO media_shares (share_id, media_id, digest, expires_at)
    SELECT :share_id, m.media_id, :digest,
           clock_timestamp() + make_interval(secs => CAST(:seconds AS double precision))
      FROM media m WHERE m.media_id = :media_id AND m.status = 'ready'
       AND (SELECT count(*) FROM media_shares s
             WHERE s.media_id = :media_id AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
               AND s.share_id <> :share_id) < CAST(:most AS integer)
    ON CONFLICT (share_id) DO UPDATE SET digest = excluded.digest
    RETURNING *
)
SELECT made.*, audit(CAST(:actor AS jsonb), CAST(:change AS jsonb)) AS audited FROM made

-- list: shares by share_id
SELECT share_id, media_id, expires_at, revoked_at, views, viewed_at, created_at FROM media_shares
 WHERE media_id = :media_id

-- name: revoke_share
WITH revoked AS (
    UPDATE media_shares SET revoked_at = COALESCE(revoked_at, clock_timestamp())
     WHERE share_id = :share_id AND media_id = :media_id
    RETURNING *
)
SELECT revoked.*, audit(CAST(:actor AS jsonb), CAST(:change AS jsonb)) AS audited FROM revoked

-- name: open_share
SELECT m.* FROM media_shares s JOIN media m ON m.media_id = s.media_id
 WHERE s.digest = :digest AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp() AND m.status = 'ready'

-- name: count_view
UPDATE media_shares SET views = views + 1, viewed_at = clock_timestamp() WHERE digest = :digest

-- list: history by job_id
SELECT j.job_id, j.kind, j.film_id, j.status, j.parameters, j.result, j.error, j.credits_held, j.credits_charged,
       j.created_at, j.completed_at,
       (SELECT jsonb_agg(DISTINCT u.service) FROM api_usage u WHERE u.job_id = j.job_id) AS services,
       (SELECT jsonb_agg(m.media_id ORDER BY m.media_id) FROM media m
         WHERE m.job_id = j.job_id AND m.user_id = j.user_id) AS media
  FROM jobs j
 WHERE j.user_id = :user_id AND (CAST(:kind AS text) IS NULL OR j.kind = CAST(:kind AS text))
