"""Writers that run at a provider."""
