"""News in the background: nobody waits for it, of one job only the latest is told, and what waits is bounded."""

import threading

from mutoscope.adapters.background_news import MOST_WAITING, BackgroundNews


class Reader:
    """Reads the news when it may, and keeps what it read."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.began = threading.Event()
        self.may_read = threading.Event()
        self.last = threading.Event()

    def tell(self, user_id: str, job_id: str) -> None:
        self.began.set()
        assert self.may_read.wait(10)
        self.read.append(job_id)
        if job_id == "last":
            self.last.set()


def test_whoever_changes_a_job_waits_for_nobody() -> None:
    news, reader = BackgroundNews(), Reader()
    news.open(reader.tell)

    for _ in range(100):
        news.changed("user_1", "job_1")
    news.changed("user_1", "last")

    assert reader.read == []
    reader.may_read.set()
    assert reader.last.wait(10)


def test_of_one_job_only_the_latest_change_is_told() -> None:
    news, reader = BackgroundNews(), Reader()
    news.open(reader.tell)
    news.changed("user_1", "first")
    assert reader.began.wait(10)

    for job_id in ("job_1", "job_2", "job_1", "job_1", "last"):
        news.changed("user_1", job_id)
    reader.may_read.set()

    assert reader.last.wait(10)
    assert reader.read == ["first", "job_1", "job_2", "last"]


def test_what_waits_is_bounded() -> None:
    news, reader = BackgroundNews(), Reader()
    news.open(reader.tell)
    news.changed("user_1", "first")
    assert reader.began.wait(10)

    for number in range(MOST_WAITING + 10):
        news.changed("user_1", f"job_{number}" if number < MOST_WAITING - 1 else "last")
    reader.may_read.set()

    assert reader.last.wait(10)
    assert len(reader.read) == MOST_WAITING + 1


def test_where_no_thread_may_run_it_is_told_at_once() -> None:
    news, reader = BackgroundNews(at_once=True), Reader()
    news.open(reader.tell)
    reader.may_read.set()

    news.changed("user_1", "job_1")

    assert reader.read == ["job_1"]


def test_before_anybody_can_listen_nothing_is_told() -> None:
    BackgroundNews(at_once=True).changed("user_1", "job_1")
