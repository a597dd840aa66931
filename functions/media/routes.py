"""Files of one's own over HTTP: what films and jobs are given, and the pictures of personas."""

from fastapi import APIRouter

from functions.media import inputs, references

router = APIRouter()
for part in (inputs, references):
    router.include_router(part.router)
