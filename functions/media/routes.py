"""Everything behind /v1/inputs, /v1/media, /v1/shared, /v1/public and /v1/history, in one router."""

from fastapi import APIRouter

from functions.media.inputs import router as inputs
from functions.media.library import router as library
from functions.media.uploads import router as uploads

router = APIRouter()
for each in (inputs, uploads, library):
    router.include_router(each)
