"""Saying what a picture is like: by measuring it, or by a model that sees."""
