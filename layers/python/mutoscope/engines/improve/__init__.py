"""Saying better what a picture, a film or a piece of music shall be."""
