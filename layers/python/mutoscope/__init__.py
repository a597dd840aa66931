"""Mutoscope: topic in, film out."""

import warnings

from pydantic import BaseModel
from pydantic.warnings import UnsupportedFieldAttributeWarning

__version__ = "0.1.0"

# A process needs few of the hundreds of models that it imports, ours and FastAPI's: each is built at its first use.
BaseModel.model_config["defer_build"] = True
# FastAPI keeps this one quiet while it makes its routes, and what it makes is now built later.
warnings.filterwarnings("ignore", category=UnsupportedFieldAttributeWarning)
