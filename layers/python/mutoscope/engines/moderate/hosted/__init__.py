"""Moderators that run at a provider."""
