"""The writer at a server that speaks the chat completions protocol."""

import json
from typing import Any

import pytest
from pydantic import SecretStr

from mutoscope.engines.tasks import WriteRequest
from mutoscope.engines.write.hosted.configured import offer
from mutoscope.engines.write.hosted.openai_compatible import OpenAiCompatibleWriter, Patience
from mutoscope.errors import EngineBusy, EngineFailed
from mutoscope.films.script import Role
from mutoscope.settings import Settings

KEY = "sk-very-secret-0123456789"
TOPIC = WriteRequest(topic="How long does rice take to grow?", text=None, title=None, language="en", seconds=60, seed=0)
DRAFT = json.dumps(
    {
        "title": "A Season of Rice",
        "scenes": [
            {"narration": "How long is a bowl of rice?", "picture": "A bowl.", "keywords": ["bowl", "rice", "bowl"]},
            {"narration": "Months pass in the\n paddy.", "picture": "A paddy.", "keywords": ["paddy"], "extra": 1},
            {"narration": "Then it is harvest."},
        ],
    }
)


def writer(provider: Any, timeout: float = 5.0) -> OpenAiCompatibleWriter:
    return OpenAiCompatibleWriter(provider.base_url, SecretStr(KEY), "m-1", Patience(timeout, pauses=(0.0, 0.0)))


def test_the_engine_is_offered_only_with_an_address() -> None:
    assert offer(Settings(OPENAI_BASE_URL=None)) is None
    assert offer(Settings(OPENAI_BASE_URL="")) is None


def test_the_version_names_the_model() -> None:
    engine = offer(Settings(OPENAI_BASE_URL="http://127.0.0.1:1/v1", OPENAI_MODEL="llama-9"))

    assert engine is not None
    assert (engine.name, engine.version) == ("openai", "1:llama-9")


def test_a_draft_becomes_a_script_with_our_ids_and_roles(provider: Any) -> None:
    provider.says(DRAFT)

    script = writer(provider).write(TOPIC)

    assert script.title == "A Season of Rice"
    assert [scene.scene_id for scene in script.scenes] == ["s01", "s02", "s03"]
    assert [scene.role for scene in script.scenes] == [Role.HOOK, Role.BODY, Role.CLOSE]
    assert script.scenes[0].keywords == ("bowl", "rice")
    assert script.scenes[1].narration == "Months pass in the paddy."


def test_the_order_names_model_topic_language_and_length(provider: Any) -> None:
    provider.says(DRAFT)

    writer(provider).write(TOPIC)

    order = provider.orders[0]
    assert order["model"] == "m-1"
    assert order["response_format"] == {"type": "json_object"}
    assert "How long does rice take to grow?" in order["messages"][1]["content"]
    assert "English" in order["messages"][1]["content"]
    assert "60 seconds" in order["messages"][1]["content"]
    assert provider.keys == [f"Bearer {KEY}"]


def test_a_source_text_is_sent_and_a_long_one_shortened(provider: Any) -> None:
    provider.says(DRAFT)
    text = "\n\n".join(f"Field number {number} lies beside the river and bears rice." for number in range(2_000))
    request = WriteRequest(topic=None, text=text, title=None, language="en", seconds=60, seed=0)

    writer(provider).write(request)

    sent = provider.orders[0]["messages"][1]["content"]
    assert "lies beside the river" in sent
    assert len(sent) < 42_000


def test_a_title_that_was_asked_for_is_kept(provider: Any) -> None:
    provider.says(DRAFT)
    request = WriteRequest(topic="Rice", text=None, title="My Film", language="en", seconds=60, seed=0)

    script = writer(provider).write(request)

    assert script.title == "My Film"


def test_a_draft_between_marks_is_read(provider: Any) -> None:
    provider.says(f"Here is your script:\n```json\n{DRAFT}\n```")

    assert writer(provider).write(TOPIC).title == "A Season of Rice"


def test_a_server_without_response_format_is_asked_without_it(provider: Any) -> None:
    provider.refuses(400, "unknown field response_format")
    provider.says(DRAFT)

    script = writer(provider).write(TOPIC)

    assert script.title == "A Season of Rice"
    assert "response_format" not in provider.orders[1]


def test_a_refusal_for_the_rate_is_sent_again(provider: Any) -> None:
    provider.refuses(429)
    provider.says(DRAFT)

    assert writer(provider).write(TOPIC).title == "A Season of Rice"


def test_a_rate_that_stays_exceeded_is_busy_after_three_attempts(provider: Any) -> None:
    provider.answers = [(429, {"error": {"message": f"{KEY} is over its rate"}})] * 3

    with pytest.raises(EngineBusy, match="rate limit exceeded"):
        writer(provider).write(TOPIC)

    assert len(provider.orders) == 3


def test_an_invalid_key_fails_at_once_and_is_not_repeated(provider: Any) -> None:
    provider.refuses(401, f"Incorrect API key provided: {KEY}")

    with pytest.raises(EngineFailed, match="invalid API key") as failure:
        writer(provider).write(TOPIC)

    assert not failure.value.retryable
    assert KEY not in str(failure.value)
    assert failure.value.__suppress_context__
    assert len(provider.orders) == 1


def test_a_failing_server_is_busy_and_not_asked_again(provider: Any) -> None:
    provider.refuses(503)

    with pytest.raises(EngineBusy, match="503"):
        writer(provider).write(TOPIC)

    assert len(provider.orders) == 1


def test_garbage_is_sent_back_once_to_be_mended(provider: Any) -> None:
    provider.says("Sure! What a lovely topic.")
    provider.says(DRAFT)

    script = writer(provider).write(TOPIC)

    assert script.title == "A Season of Rice"
    assert provider.orders[1]["messages"][2] == {"role": "assistant", "content": "Sure! What a lovely topic."}


def test_garbage_twice_is_a_failure(provider: Any) -> None:
    provider.says('{"title": "Rice", "scenes": []}')
    provider.says("")

    with pytest.raises(EngineFailed, match="not a script"):
        writer(provider).write(TOPIC)


def test_an_answer_outside_the_protocol_is_a_failure(provider: Any) -> None:
    provider.answers = [(200, {"hello": "world"})] * 2

    with pytest.raises(EngineFailed, match="not a script"):
        writer(provider).write(TOPIC)


def test_a_server_that_hangs_is_given_up_and_not_asked_again(provider: Any) -> None:
    provider.answers = [(0, None)]

    with pytest.raises(EngineBusy, match=r"no answer within 0\.2 seconds"):
        writer(provider, timeout=0.2).write(TOPIC)

    assert len(provider.orders) == 1


def test_a_server_that_is_not_there_is_busy() -> None:
    engine = OpenAiCompatibleWriter("http://127.0.0.1:1/v1", None, "m", Patience(1.0, pauses=(0.0,)))

    with pytest.raises(EngineBusy, match="cannot be reached"):
        engine.write(TOPIC)
