"""Mutoscope: topic in, film out."""

__version__ = "0.1.0"
