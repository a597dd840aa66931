"""What every film is delivered as, its video first."""

VARIANTS = ("video", "audio", "thumbnail", "captions", "captions_vtt", "manifest")
