"""Doing what a queue message asks for: a film's stage, a job of one stage, or a check.

Every message may come twice, at any time; the second time changes nothing. The answer says what becomes of it.
"""

import errno
import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from mutoscope.accounts.errand_messages import FarewellErrand, LetterErrand
from mutoscope.batches.messages import BatchesMessage
from mutoscope.errors import DiskFull, HandedBack, MutoscopeError, Unavailable
from mutoscope.films.build import STEPS, Build
from mutoscope.films.film import Film, find_film
from mutoscope.films.settle import settle, settle_failed
from mutoscope.jobs.finish import fail, job_error
from mutoscope.jobs.job import Job, JobOver, JobStatus, find_job, require_running
from mutoscope.jobs.messages import CheckMessage, JobMessage, StageMessage, read_message
from mutoscope.jobs.pulse import Pulse
from mutoscope.jobs.resume import check
from mutoscope.jobs.run import recipes_of_job, run_job
from mutoscope.media.errand_messages import MediaErrand
from mutoscope.notify.announce import announce
from mutoscope.observability import logger
from mutoscope.ports import MarkState, Received, StageMark
from mutoscope.stages.perform import Order, StageHeld
from mutoscope.studio import Studio
from mutoscope.webhooks.messages import LookMessage, TurnMessage, WebhookMessage
from mutoscope.webhooks.telling import give_turns

MOST_ATTEMPTS = 3
FIRST_BACKOFF_SECONDS = 2
LONGEST_WAIT_SECONDS = 30


class Disposition(Enum):
    DONE = auto()  # the message is dealt with and goes
    AGAIN = auto()  # the message comes back after a moment
    HANDED_BACK = auto()  # the worker leaves: the message starts afresh at once, as if nobody had taken it


@dataclass(frozen=True)
class Outcome:
    disposition: Disposition
    delay: int = 0


DONE = Outcome(Disposition.DONE)
HANDED_BACK = Outcome(Disposition.HANDED_BACK)


def wait_again(receives: int) -> Outcome:
    """For what is no failure of the work: later each time, so that a long wait does not end in the dead letters."""
    return Outcome(Disposition.AGAIN, delay=min(FIRST_BACKOFF_SECONDS * receives, LONGEST_WAIT_SECONDS))


def work(studio: Studio, received: Received, pulse: Pulse) -> Outcome:
    message = read_message(received.body)
    match message:
        case StageMessage():
            return _work_stage(studio, message, received.receives, pulse)
        case JobMessage():
            return _work_job(studio, message, received.receives, pulse)
        case CheckMessage():
            check(studio, message.job_id)
            return DONE
        case LookMessage() | TurnMessage():
            return _work_webhooks(studio, message)
        case LetterErrand() | FarewellErrand():
            # A message needs a part of the studio, and of the functions that take them each takes one sort.
            from mutoscope.accounts.errands import run_errand

            return DONE if run_errand(studio, message, received.receives) else wait_again(received.receives)
        case BatchesMessage():
            from mutoscope.batches.advance import look_after_batches

            return DONE if look_after_batches(studio, message) else wait_again(received.receives)
        case MediaErrand():
            from mutoscope.media.look_into import look_after

            return DONE if look_after(studio, message) else wait_again(received.receives)


def _work_webhooks(studio: Studio, message: WebhookMessage) -> Outcome:
    from mutoscope.webhooks.deliver import take_turn

    try:
        if isinstance(message, LookMessage):
            give_turns(studio, message.user_id)
        else:
            take_turn(studio, message)
    except Unavailable:
        # A new message, because deliveries of the old one are counted and lead to the dead letters, where nobody looks
        # for what a webhook is owed.
        studio.webhooks.send(message.model_dump_json(), delay=2 * LONGEST_WAIT_SECONDS)
    return DONE


def _work_stage(studio: Studio, message: StageMessage, receives: int, pulse: Pulse) -> Outcome:
    with pulse.beating(lambda: studio.builds.heartbeat(message.token)):
        try:
            answer = run_stage(studio, message, pulse)
        except StageHeld:
            return wait_again(receives)
        except HandedBack:
            return HANDED_BACK
        except JobOver as over:
            studio.builds.fail(message.token, "Build.Over", job_error(over).model_dump_json())
        except (MutoscopeError, OSError) as error:
            _fail_stage(studio, message, _named(error))
        else:
            studio.builds.deliver(message.token, answer)
    return DONE


def run_stage(studio: Studio, message: StageMessage, pulse: Pulse) -> str:
    """Runs the step that the message names and answers its result as JSON, for the state machine."""
    state = message.state
    if message.stage in ENDINGS:
        ENDINGS[message.stage](studio, message)
        return "{}"
    job = require_running(studio.database, state.job_id, state.attempt)
    studio.database.row("begin_job", job_id=job.job_id)
    with pulse.beating(lambda: _hear_of_the_end(studio, job)):
        order = Order(studio=studio, job=job, scene=state.scene_id, pulse=pulse)
        return json.dumps(
            STEPS[message.stage](Build(studio=studio, order=order, film=_film_of(studio, job), state=state))
        )


def _work_job(studio: Studio, message: JobMessage, receives: int, pulse: Pulse) -> Outcome:
    try:
        job = require_running(studio.database, message.job_id, message.attempt)
        return _work_running_job(studio, job, receives, pulse)
    except HandedBack:
        return HANDED_BACK
    except JobOver:
        return DONE


def _work_running_job(studio: Studio, job: Job, receives: int, pulse: Pulse) -> Outcome:
    try:
        studio.database.row("begin_job", job_id=job.job_id)
        with pulse.beating(lambda: _hear_of_the_end(studio, job)):
            run_job(Order(studio=studio, job=job, scene=None, pulse=pulse))
    except StageHeld:
        return wait_again(receives)
    except (HandedBack, JobOver):
        raise
    except (MutoscopeError, OSError) as error:
        named = _named(error)
        # Deliveries are no attempts: a message also comes again when its worker left or its stage was held.
        failures = studio.live.count_failure(job.job_id, job.attempt) if named.retryable else MOST_ATTEMPTS
        if failures < MOST_ATTEMPTS:
            return Outcome(Disposition.AGAIN, delay=FIRST_BACKOFF_SECONDS * 2 ** (failures - 1))
        _give_up(Order(studio=studio, job=job, scene=None, pulse=pulse), named)
    return DONE


def _give_up(order: Order, error: MutoscopeError) -> None:
    """What there is of a job whose results stand alone is delivered; any other fails."""
    if error.retryable and recipes_of_job(order).each_alone:
        try:
            run_job(order, is_last=True)
        except (HandedBack, JobOver):
            raise
        except MutoscopeError as last:
            error = last
        else:
            return
    fail(order.studio, order.job, job_error(error))


def abandon(studio: Studio, body: str, error: MutoscopeError) -> bool:
    """Settles the job of a message that broke the worker, so that nobody waits for it; True when it can go."""
    message = read_message(body)
    match message:
        case StageMessage():
            _fail_stage(studio, message, error)
        case JobMessage():
            job = find_job(studio.database, message.job_id)
            if job is not None and job.attempt == message.attempt:
                fail(studio, job, job_error(error))
        case CheckMessage():
            logger.error("check failed", job_id=message.job_id, code=error.code)
        case LetterErrand() | FarewellErrand() | MediaErrand() | BatchesMessage() | LookMessage() | TurnMessage():
            # It stays owed: the queue's redrive policy moves it to the dead letters.
            return False
    return True


def _fail_stage(studio: Studio, message: StageMessage, error: MutoscopeError) -> None:
    state = message.state
    report = job_error(error, stage=message.stage, scene=state.scene_id)
    logger.warning("stage failed", stage=message.stage, scene=state.scene_id, job_id=state.job_id, code=error.code)
    if error.retryable and message.retry + 1 < MOST_ATTEMPTS:
        studio.builds.fail(message.token, "Stage.Transient", report.model_dump_json())
        return
    job = find_job(studio.database, state.job_id)
    if job is not None and job.attempt == state.attempt:
        studio.live.mark(
            job.job_id, StageMark(message.stage, state.scene_id, MarkState.FAILED, message.retry + 1, False, 0.0, 0.0)
        )
        fail(studio, job, report)
    studio.builds.fail(message.token, "Stage.Failed", report.model_dump_json())


def _settle(studio: Studio, message: StageMessage) -> None:
    job = find_job(studio.database, message.state.job_id)
    if job is not None and job.status is JobStatus.COMPLETED and job.attempt == message.state.attempt:
        return
    running = require_running(studio.database, message.state.job_id, message.state.attempt)
    settle(studio, running, _film_of(studio, running), message.state)


def _settle_failed(studio: Studio, message: StageMessage) -> None:
    job = find_job(studio.database, message.state.job_id)
    if job is not None and job.attempt == message.state.attempt:
        settle_failed(studio, job, message.state)


def _notify(studio: Studio, message: StageMessage) -> None:
    job = find_job(studio.database, message.state.job_id)
    if job is not None and job.attempt == message.state.attempt:
        announce(studio, job)


ENDINGS: dict[str, Callable[[Studio, StageMessage], None]] = {
    "settle": _settle,
    "settle_failed": _settle_failed,
    "notify": _notify,
}


def _hear_of_the_end(studio: Studio, job: Job) -> None:
    require_running(studio.database, job.job_id, job.attempt)


def _film_of(studio: Studio, job: Job) -> Film:
    film = find_film(studio.database, job.film_id or "")
    if film is None or film.job_id != job.job_id:
        raise JobOver(job_id=job.job_id)
    return film


def _named(error: MutoscopeError | OSError) -> MutoscopeError:
    if isinstance(error, MutoscopeError):
        return error
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(where=str(error.filename or "the worker's temporary folder"))
    raise error
