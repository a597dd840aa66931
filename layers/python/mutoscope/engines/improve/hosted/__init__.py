"""Improvers that run at a provider."""
