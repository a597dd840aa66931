-- name: create_video
INSERT INTO videos (video_id, user_id, job_id, prompt, model, seconds, size, remixed_from, ordered, image)
VALUES (:video_id, :user_id, :job_id, :prompt, :model, CAST(:seconds AS integer), :size, :remixed_from,
        CAST(:ordered AS jsonb), :image)
ON CONFLICT (video_id) DO NOTHING

-- name: get_video
SELECT * FROM videos WHERE video_id = :video_id AND user_id = :user_id

-- name: video_of_job
SELECT * FROM videos WHERE job_id = :job_id AND user_id = :user_id

-- list: videos by video_id
SELECT * FROM videos WHERE user_id = :user_id

-- name: delete_video
WITH gone AS (
    DELETE FROM videos WHERE video_id = :video_id AND user_id = :user_id RETURNING *
)
SELECT gone.*, audit(CAST(:actor AS jsonb), 'video.deleted', 'video', video_id,
                     jsonb_build_object('job_id', job_id, 'prompt', prompt), NULL) AS audited
  FROM gone

-- name: export_videos
SELECT video_id, job_id, prompt, model, seconds, size, remixed_from, created_at FROM videos
 WHERE user_id = :user_id AND video_id > :after ORDER BY video_id LIMIT 100
