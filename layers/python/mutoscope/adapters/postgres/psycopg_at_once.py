"""The `AtOnce` port over psycopg: a pipeline for the event loop that asks, opened when it is first asked.

After a pipeline that ended, because PostgreSQL was away or slow, none is opened for a second: meanwhile threads ask.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence

import psycopg

from mutoscope.adapters.postgres import psycopg_pipeline
from mutoscope.adapters.postgres.psycopg_pipeline import PsycopgPipeline
from mutoscope.errors import NotAtOnce
from mutoscope.ports import Row

REST_SECONDS = 1.0


class PsycopgAtOnce:
    def __init__(self, url: str, statements: Mapping[str, str]) -> None:
        self._url = url
        self._statements = statements
        self._pipeline: PsycopgPipeline | None = None
        self._rests_until = 0.0
        self._is_opening = False
        self._is_closed = False

    async def ask(self, query: str, values: Mapping[str, object]) -> Sequence[Row]:
        pipeline = self._pipeline
        if pipeline is None or not pipeline.is_open or pipeline.loop is not asyncio.get_running_loop():
            pipeline = await self._open()
        return await pipeline.ask(query, self._statements[query], values)

    def close(self) -> None:
        self._is_closed = True
        if self._pipeline is not None and self._pipeline.loop.is_running():
            self._pipeline.loop.call_soon_threadsafe(self._pipeline.close)
        elif self._pipeline is not None:
            self._pipeline.close()

    async def _open(self) -> PsycopgPipeline:
        """For one who asks; whoever asks meanwhile, or beside a loop that goes on, has no answer at once."""
        self._put_away()
        if self._is_opening or self._is_closed or time.monotonic() < self._rests_until:
            raise NotAtOnce
        self._is_opening = True
        try:
            async with asyncio.timeout(psycopg_pipeline.PATIENCE_SECONDS):
                self._pipeline = await PsycopgPipeline.open(self._url)
        except (psycopg.Error, TimeoutError) as error:
            self._rest()
            raise NotAtOnce from error
        finally:
            self._is_opening = False
        return self._pipeline

    def _put_away(self) -> None:
        if self._pipeline is None:
            return
        if not self._pipeline.is_open:
            self._rest()
        elif self._pipeline.loop.is_running():
            raise NotAtOnce
        self._pipeline.close()
        self._pipeline = None

    def _rest(self) -> None:
        self._rests_until = time.monotonic() + REST_SECONDS
