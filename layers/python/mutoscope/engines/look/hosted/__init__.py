"""Lookers that run at a provider."""
