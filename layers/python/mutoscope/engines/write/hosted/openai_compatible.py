"""The writer at any server that speaks OpenAI's chat completions: a provider's, or one's own.

Protocol: POST {base}/chat/completions. Invariant: the key is in no error and no log, and a request that may already
have run is not sent again.
"""

import time
from typing import Any

from openai import (
    APIConnectionError,
    APITimeoutError,
    BadRequestError,
    OpenAI,
    OpenAIError,
    RateLimitError,
    UnprocessableEntityError,
)
from pydantic import SecretStr, ValidationError

from mutoscope.engines.languages import require_language
from mutoscope.engines.tasks import WriteRequest
from mutoscope.engines.write.hosted.asking import Patience, plain_key, translate
from mutoscope.engines.write.hosted.draft import Draft, make_script, read_draft
from mutoscope.engines.write.hosted.prompt import system_prompt, user_prompt
from mutoscope.errors import EngineFailed
from mutoscope.films.script import Script

_NAME = "openai"


class OpenAiCompatibleWriter:
    name = _NAME

    def __init__(self, base_url: str, key: SecretStr | None, model: str, patience: Patience | None = None) -> None:
        self.version = f"1:{model}"
        self._model = model
        self._patience = patience or Patience()
        self._client = OpenAI(
            base_url=base_url,
            api_key=plain_key(key),
            max_retries=0,
            timeout=self._patience.timeout,
        )

    def write(self, request: WriteRequest) -> Script:
        """Raises UnknownLanguage, EngineBusy, EngineFailed."""
        language = require_language(request.language)
        messages = [
            {"role": "system", "content": system_prompt()},
            {"role": "user", "content": user_prompt(request, language)},
        ]
        return make_script(self._draft(messages), request.title, language)

    def _draft(self, messages: list[dict[str, str]]) -> Draft:
        """The model's draft; one that is not of the shape is sent back once with what is wrong."""
        answer = self._ask(messages)
        try:
            return read_draft(answer)
        except ValidationError as error:
            complaint = (
                f"That was not of the shape asked for: {_faults(error)}. Answer with the whole JSON object only."
            )
        again = [*messages, {"role": "assistant", "content": answer or "{}"}, {"role": "user", "content": complaint}]
        try:
            return read_draft(self._ask(again))
        except ValidationError:
            raise EngineFailed(engine=_NAME, reason="its answer was not a script, twice") from None

    def _ask(self, messages: list[dict[str, str]]) -> str:
        """The model's answer. A server that refuses `response_format` is asked again without it."""
        try:
            return self._send(messages, {"response_format": {"type": "json_object"}})
        except (BadRequestError, UnprocessableEntityError):
            return self._ask_plainly(messages)
        except OpenAIError as error:
            raise translate(error, self._patience) from None

    def _ask_plainly(self, messages: list[dict[str, str]]) -> str:
        try:
            return self._send(messages, {})
        except OpenAIError as error:
            raise translate(error, self._patience) from None

    def _send(self, messages: list[dict[str, str]], extra: dict[str, Any]) -> str:
        """Sends again, after a pause, only what is known not to have run: refused for its rate, or not connected."""
        for pause in self._patience.pauses:
            try:
                return self._complete(messages, extra)
            except APITimeoutError:
                raise
            except (RateLimitError, APIConnectionError):
                time.sleep(pause)
        return self._complete(messages, extra)

    def _complete(self, messages: list[dict[str, str]], extra: dict[str, Any]) -> str:
        order: dict[str, Any] = {"model": self._model, "messages": messages, **extra}
        done: Any = self._client.chat.completions.create(**order)
        choices = getattr(done, "choices", None) or []
        return str(choices[0].message.content or "") if choices and choices[0].message else ""


def _faults(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'answer'}: {fault['msg']}" for fault in error.errors()[:5])
