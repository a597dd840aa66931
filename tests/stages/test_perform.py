"""Performing a stage: once for its inputs, whole or not at all, and never shared between users."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from mutoscope.errors import EngineFailed, HandedBack
from mutoscope.identifiers import new_id
from mutoscope.jobs.job import JobOver
from mutoscope.jobs.pulse import Pulse
from mutoscope.ports import MarkState
from mutoscope.stages import perform as performing
from mutoscope.stages.perform import MOST_RUNS, Order, StageHeld, StageKeepsDying, perform
from mutoscope.stages.stage import Bench, Frozen, Record, Stage
from mutoscope.stages.store import find_record, prefix


class Word(Frozen):
    text: str


class Length(Frozen):
    letters: int


def spell(inputs: Word, bench: Bench) -> Length:
    (bench.folder / "word.txt").write_text(inputs.text)
    (bench.scratch / "draft.txt").write_text("thrown away")
    bench.report(0.5)
    return Length(letters=len(inputs.text))


SPELL = Stage("spell", "1", Length, spell)


def test_a_stage_leaves_its_files_its_facts_and_a_mark(order: Order) -> None:
    record = perform(order, SPELL, Word(text="rice"))

    media, user_id = order.studio.media, order.job.user_id
    assert record.facts == {"letters": 4}
    assert [(file.name, file.content_type) for file in record.files] == [("word.txt", "text/plain")]
    assert media.get_bytes(prefix(user_id, record.key) + "word.txt") == b"rice"
    assert find_record(media, user_id, record.key) == record
    [mark] = order.studio.live.marks(order.job.job_id)
    assert (mark.name, mark.scene, mark.state, mark.runs, mark.cached) == ("spell", "s01", MarkState.DONE, 1, False)


def test_a_finished_stage_is_not_run_again(order: Order) -> None:
    first = perform(order, SPELL, Word(text="rice"))

    again = perform(order, replace_run(failing), Word(text="rice"))

    assert again == first
    [mark] = order.studio.live.marks(order.job.job_id)
    assert (mark.runs, mark.cached) == (1, False)


def test_for_another_job_of_the_user_it_is_cached(order: Order) -> None:
    perform(order, SPELL, Word(text="rice"))
    other = replace(order, job=replace(order.job, job_id=new_id("job")))

    perform(other, replace_run(failing), Word(text="rice"))

    [mark] = order.studio.live.marks(other.job.job_id)
    assert (mark.runs, mark.cached, mark.seconds) == (0, True, 0.0)


def test_nothing_is_shared_between_users(order: Order) -> None:
    perform(order, SPELL, Word(text="rice"))
    other = replace(order, job=replace(order.job, user_id=new_id("user"), job_id=new_id("job")))

    with pytest.raises(EngineFailed):
        perform(other, replace_run(failing), Word(text="rice"))


def test_files_without_a_record_are_no_result(order: Order) -> None:
    key = SPELL.key(Word(text="rice"))
    order.studio.media.put_bytes(prefix(order.job.user_id, key) + "word.txt", b"ri", "text/plain")

    perform(order, SPELL, Word(text="rice"))

    assert order.studio.media.get_bytes(prefix(order.job.user_id, key) + "word.txt") == b"rice"
    [mark] = order.studio.live.marks(order.job.job_id)
    assert (mark.runs, mark.cached) == (1, False)


def test_a_stage_that_fails_leaves_no_record_and_no_lease(order: Order) -> None:
    with pytest.raises(EngineFailed):
        perform(order, replace_run(failing), Word(text="rice"))

    assert find_record(order.studio.media, order.job.user_id, SPELL.key(Word(text="rice"))) is None
    assert perform(order, SPELL, Word(text="rice")).runs == 2


def test_a_stage_that_another_worker_holds_waits(order: Order) -> None:
    key = SPELL.key(Word(text="rice"))
    order.studio.live.take_lease(f"{order.job.user_id}/{key}", "another worker", 10)

    with pytest.raises(StageHeld):
        perform(order, SPELL, Word(text="rice"))

    assert order.studio.live.marks(order.job.job_id) == []


def test_a_frozen_workers_late_result_changes_nothing(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first worker falls silent in the middle, its lease runs out, another one finishes, then it comes back."""
    monkeypatch.setattr(performing, "HOLD_SECONDS", -1)
    finished: list[Record] = []

    def frozen(inputs: Word, bench: Bench) -> Length:
        finished.append(perform(replace(order, pulse=Pulse()), SPELL, inputs))
        (bench.folder / "word.txt").write_text("late")
        (bench.folder / "more.txt").write_text("late")
        return Length(letters=99)

    late = perform(replace(order, pulse=Pulse()), replace_run(frozen), Word(text="rice"))

    media, place = order.studio.media, prefix(order.job.user_id, late.key)
    assert late == finished[0] == find_record(media, order.job.user_id, late.key)
    assert media.get_bytes(place + "word.txt") == b"rice"
    assert media.get_bytes(place + "more.txt") is None


def test_a_worker_that_lost_its_lease_stores_nothing_while_another_one_works(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(performing, "HOLD_SECONDS", -1)
    key = SPELL.key(Word(text="rice"))

    def frozen(inputs: Word, bench: Bench) -> Length:
        assert order.studio.live.take_lease(f"{order.job.user_id}/{key}", "another worker", 10)
        return spell(inputs, bench)

    with pytest.raises(StageHeld):
        perform(replace(order, pulse=Pulse()), replace_run(frozen), Word(text="rice"))

    assert order.studio.media.get_bytes(prefix(order.job.user_id, key) + "word.txt") is None


def test_a_worker_that_leaves_is_no_failure_of_the_stage(order: Order) -> None:
    def leaving(inputs: Word, bench: Bench) -> Length:
        raise HandedBack(what="The worker")

    for _ in range(MOST_RUNS + 1):
        with pytest.raises(HandedBack):
            perform(order, replace_run(leaving), Word(text="rice"))

    assert perform(order, SPELL, Word(text="rice")).runs == 1


def test_it_is_given_up_on_when_it_was_begun_too_often(order: Order) -> None:
    for _ in range(MOST_RUNS):
        order.studio.live.count_run(order.job.job_id, "spell", "s01")

    with pytest.raises(StageKeepsDying):
        perform(order, SPELL, Word(text="rice"))


def test_work_on_a_job_that_is_over_stops_at_its_next_report(order: Order) -> None:
    def cancelled_meanwhile(inputs: Word, bench: Bench) -> Length:
        order.pulse._over = JobOver(job_id=order.job.job_id)
        return spell(inputs, bench)

    with pytest.raises(JobOver):
        perform(order, replace_run(cancelled_meanwhile), Word(text="rice"))

    assert find_record(order.studio.media, order.job.user_id, SPELL.key(Word(text="rice"))) is None


def failing(inputs: Word, bench: Bench) -> Length:
    raise EngineFailed(engine="spelling", reason="it was asked")


def replace_run(run: Callable[[Word, Bench], Length]) -> Stage[Word, Length]:
    """The same stage, working in another way."""
    return replace(SPELL, run=run)
