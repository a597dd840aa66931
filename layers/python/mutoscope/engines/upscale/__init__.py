"""Enlarging pictures."""
