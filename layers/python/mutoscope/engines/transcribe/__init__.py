"""Recognising what is said: the studio's own speech by itself, any other by a model."""
