"""Replicate's interface over the studio's kinds, jobs and files: only the base URL of its client changes.

A kind is the model `mutoscope/<kind>`, a job is a prediction.
"""

from functions.replicate.files import router as files
from functions.replicate.models import router as models
from functions.replicate.predictions import router as predictions
from mutoscope.adapters.http.routes import Router

router = Router(models, predictions, files)
