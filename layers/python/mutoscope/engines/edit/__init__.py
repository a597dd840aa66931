"""Editing pictures."""
