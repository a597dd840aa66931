"""What was spoken for a film: the results of its voice stages, wherever the build is that made them."""

from concurrent.futures import ThreadPoolExecutor

from mutoscope.films.film import Film
from mutoscope.films.plan import Plan, voice_work
from mutoscope.films.script import Script
from mutoscope.jobs.messages import BuildState
from mutoscope.stages.contracts.voice import VoiceFacts
from mutoscope.stages.store import find_record
from mutoscope.studio import Studio

LOOKUPS_AT_ONCE = 16


def voices_of(studio: Studio, film: Film, script: Script) -> tuple[VoiceFacts, ...] | None:
    """Of each scene in order; None while one of them is not spoken yet as it stands."""
    plan = Plan(studio=studio, film=film, state=BuildState(job_id=film.job_id, attempt=1), known=script)
    works = [voice_work(plan, scene) for scene in script.scenes]
    with ThreadPoolExecutor(LOOKUPS_AT_ONCE) as threads:
        records = list(threads.map(lambda work: find_record(studio.media, film.user_id, work[0].key(work[1])), works))
    spoken = [VoiceFacts.model_validate(record.facts) for record in records if record]
    return tuple(spoken) if len(spoken) == len(works) else None
