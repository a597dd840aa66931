"""How a job stands, at every place where the documents ask for it."""

from typing import Annotated

from fastapi import Request

from functions.documents.envelope import Envelope, JobData, show
from mutoscope.adapters.http.caller import CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.routes import Router
from mutoscope.jobs.job import require_job
from mutoscope.jobs.resource import show_job

router = Router(prefix="/api", tags=["documents"])
JobId = Annotated[str, Id("job")]


@router.get("/status/{job_id}", dependencies=[needs("jobs:read")])
@router.get("/photo/job/{job_id}", dependencies=[needs("jobs:read")])
@router.get("/video/job/{job_id}", dependencies=[needs("jobs:read")])
@router.get("/analysis/status/{job_id}", dependencies=[needs("jobs:read")])
@router.get("/scripts/status/{job_id}", dependencies=[needs("jobs:read")])
@router.get("/tts/status/{job_id}", dependencies=[needs("jobs:read")])
@router.get("/images/status/{job_id}", dependencies=[needs("jobs:read")])
@router.get("/veo3/status/{job_id}", dependencies=[needs("jobs:read")])
def get_status(job_id: JobId, request: Request, studio: CurrentStudio, user_id: CurrentUser) -> Envelope[JobData]:
    job = show_job(studio, require_job(studio.database, job_id, user_id=user_id))
    return Envelope(data=show(request, job), message=f"The job is {job.status.value.replace('_', ' ')}.")
