"""A language model's answer in a shape that is asked for: what is not of it is sent back once, with what is wrong."""

import re
from typing import Any, TypeVar

from openai import OpenAI, OpenAIError
from pydantic import BaseModel, SecretStr, ValidationError

from mutoscope.engines.write.hosted.asking import Patience, plain_key, translate
from mutoscope.errors import EngineFailed

Shape = TypeVar("Shape", bound=BaseModel)
Messages = list[dict[str, Any]]


class Answers:
    """At any server that speaks OpenAI's chat completions."""

    def __init__(self, base_url: str, key: SecretStr | None, model: str, patience: Patience | None = None) -> None:
        self._model = model
        self._patience = patience or Patience()
        # What may have run is not sent again: it is paid for. The job tries again where that may help.
        self._client = OpenAI(base_url=base_url, api_key=plain_key(key), max_retries=0, timeout=self._patience.timeout)

    def ask(self, messages: Messages, shape: type[Shape]) -> Shape:
        """Raises EngineBusy, EngineFailed."""
        answer = self._send(messages)
        try:
            return _read(answer, shape)
        except ValidationError:
            complaint = "That was not the JSON object that was asked for. Answer with the whole object only."
        again = [*messages, {"role": "assistant", "content": answer or "{}"}, {"role": "user", "content": complaint}]
        try:
            return _read(self._send(again), shape)
        except ValidationError:
            raise EngineFailed(engine="openai", reason="its answer was not of the shape asked for, twice") from None

    def _send(self, messages: Messages) -> str:
        order: dict[str, Any] = {"model": self._model, "messages": messages}
        try:
            done: Any = self._client.chat.completions.create(**order)
        except OpenAIError as error:
            raise translate(error, self._patience) from None
        choices = getattr(done, "choices", None) or []
        return str(choices[0].message.content or "") if choices and choices[0].message else ""


def _read(answer: str, shape: type[Shape]) -> Shape:
    found = re.search(r"\{.*\}", answer, re.DOTALL)
    return shape.model_validate_json(found.group(0) if found else answer)
