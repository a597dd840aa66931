"""Mutoscope: topic in, film out."""

from pydantic import BaseModel

__version__ = "0.1.0"

# A process needs few of the hundreds of models that it imports, ours and FastAPI's: each is built at its first use.
BaseModel.model_config["defer_build"] = True
