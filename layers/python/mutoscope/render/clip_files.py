"""The files of a clip, by their names."""

VIDEO, THUMBNAIL, SPRITESHEET = "video.mp4", "thumbnail.jpg", "spritesheet.jpg"
CLIP_FILES = {"video": VIDEO, "thumbnail": THUMBNAIL, "spritesheet": SPRITESHEET}
"""What a kind of clip delivers."""
