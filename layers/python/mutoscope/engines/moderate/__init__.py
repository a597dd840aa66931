"""Saying whether a text should be looked at before it is used."""
