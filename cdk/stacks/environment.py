"""A function's environment variables, spelled as `Settings` reads them."""

from mutoscope.settings import Settings


def environment(**values: str) -> dict[str, str]:
    """Variables for the named fields of `Settings`; raises KeyError for a field that it does not have."""
    prefix = Settings.model_config.get("env_prefix", "")
    unknown = values.keys() - Settings.model_fields.keys()
    if unknown:
        raise KeyError(f"Settings has no {', '.join(sorted(unknown))}")
    return {f"{prefix}{name}".upper(): value for name, value in values.items()}
