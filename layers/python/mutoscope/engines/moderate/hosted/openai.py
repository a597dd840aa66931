"""The moderator at OpenAI, which is free of charge there. Protocol: POST {base}/moderations."""

from typing import Any

from openai import OpenAI, OpenAIError
from pydantic import SecretStr

from mutoscope.engines.understanding import Category, Moderation
from mutoscope.engines.write.hosted.asking import Patience, plain_key, translate

MODEL = "omni-moderation-latest"
_PATIENCE = Patience(timeout=15.0)
"""A request of the API waits for it."""


class OpenAiModerator:
    name = "openai"
    version = f"1:{MODEL}"

    def __init__(self, base_url: str, key: SecretStr | None, patience: Patience = _PATIENCE) -> None:
        self._patience = patience
        self._client = OpenAI(base_url=base_url, api_key=plain_key(key), max_retries=1, timeout=patience.timeout)

    def moderate(self, texts: tuple[str, ...]) -> tuple[Moderation, ...]:
        """Raises EngineBusy, EngineFailed."""
        try:
            answer: Any = self._client.moderations.create(model=MODEL, input=list(texts))
        except OpenAIError as error:
            raise translate(error, self._patience) from None
        return tuple(_moderation(result.to_dict()) for result in answer.results)


def _moderation(result: dict[str, Any]) -> Moderation:
    scores, found = result.get("category_scores", {}), result.get("categories", {})
    return Moderation(
        scores={category: float(scores.get(category) or 0) for category in Category},
        flagged=frozenset(category for category in Category if found.get(category)),
    )
