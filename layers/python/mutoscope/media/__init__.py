"""Files that users bring: what they are, whether they can be used, and where they are kept."""
