"""Transcribers that run at a provider."""
