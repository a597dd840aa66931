"""Writing with the owner's own key: it reaches the provider, and nothing else that is kept."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from pydantic import SecretStr

from mutoscope.accounts.provider_keys import (
    NewProviderKey,
    own_settings,
    put_provider_key,
    settings_without_keys,
    switch_provider_key,
)
from mutoscope.audit.actor import Actor
from mutoscope.engines import registry
from mutoscope.films.plan import engine_id
from mutoscope.identifiers import new_id
from mutoscope.stages.contracts.write import WRITE, WriteInputs
from mutoscope.stages.perform import Order, perform

OWN, STUDIOS = "sk-own-0123456789", "sk-studio-0123456789"
DRAFT = json.dumps({"title": "Rice", "scenes": [{"narration": "Rice grows."}, {"narration": "Then it is harvest."}]})


@dataclass
class Provider:
    """A server of chat completions that writes down the keys it was asked with."""

    base_url: str = ""
    keys: list[str] = field(default_factory=list)


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            provider.keys.append(self.headers["Authorization"])
            choice = {"index": 0, "message": {"role": "assistant", "content": DRAFT}, "finish_reason": "stop"}
            body = {"id": "c1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.base_url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield provider
        server.shutdown()


@pytest.fixture
def hosted(order: Order, provider: Provider) -> Order:
    """The order in a studio with a key of its own for the provider."""
    changed = {"openai_base_url": provider.base_url, "openai_api_key": SecretStr(STUDIOS)}
    return replace(order, studio=replace(order.studio, settings=order.studio.settings.model_copy(update=changed)))


def bring_key(order: Order, secret: str = OWN) -> str:
    new = NewProviderKey(new_id("pkey"), "openai", SecretStr(secret), verify=False)
    row = put_provider_key(order.studio, order.job.user_id, Actor(user_id=order.job.user_id), new)
    return str(row["provider_key_id"])


def write(order: Order, topic: str = "Rice") -> str:
    """Performs the stage as a build does, and answers all that is kept of it."""
    engine = engine_id(registry.writer(settings_without_keys(order.studio, order.job.user_id)))
    inputs = WriteInputs(engine=engine, topic=topic, language="en", seconds=30, seed=0)
    record = perform(order, WRITE, inputs)
    return inputs.model_dump_json() + record.model_dump_json()


def test_ones_own_key_is_used_and_is_in_nothing_that_is_kept(hosted: Order, provider: Provider) -> None:
    bring_key(hosted)

    kept = write(hosted)

    assert provider.keys == [f"Bearer {OWN}"]
    assert OWN not in kept


def test_somebody_elses_key_is_not_used(hosted: Order, provider: Provider) -> None:
    stranger = new_id("user")
    hosted.studio.database.row("add_user", user_id=stranger, name="Somebody else")
    new = NewProviderKey(new_id("pkey"), "openai", SecretStr("sk-strangers-key"), verify=False)
    put_provider_key(hosted.studio, stranger, Actor(user_id=stranger), new)

    write(hosted)

    assert provider.keys == [f"Bearer {STUDIOS}"]


def test_the_key_is_part_of_no_hash(hosted: Order, provider: Provider) -> None:
    bring_key(hosted)
    write(hosted)

    bring_key(hosted, "sk-next-version-9876")
    write(hosted)

    assert provider.keys == [f"Bearer {OWN}"]


def test_the_next_version_is_used_and_the_one_before_is_erased(hosted: Order, provider: Provider) -> None:
    bring_key(hosted)
    key_id = bring_key(hosted, "sk-next-version-9876")

    write(hosted)

    assert provider.keys == ["Bearer sk-next-version-9876"]
    row = hosted.studio.database.row("get_provider_key", provider_key_id=key_id, user_id=hosted.job.user_id)
    assert row is not None
    assert (row["version"], row["last_four"]) == (2, "9876")


def test_a_key_that_is_switched_off_is_not_used(hosted: Order, provider: Provider) -> None:
    key_id = bring_key(hosted)
    actor = Actor(user_id=hosted.job.user_id)

    switch_provider_key(hosted.studio, hosted.job.user_id, actor, key_id, is_active=False)
    write(hosted)

    assert provider.keys == [f"Bearer {STUDIOS}"]


def test_without_a_studios_server_ones_own_key_goes_to_the_provider_itself(order: Order) -> None:
    bring_key(order)

    settings = own_settings(order.studio, order.job.user_id)

    assert settings.openai_base_url == "https://api.openai.com/v1"
    assert settings.openai_api_key == SecretStr(OWN)


def test_letters_that_cannot_be_set_are_left_out_of_what_a_model_wrote(
    hosted: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenes = [{"narration": "They (ᏎᎷ) grow it."}, {"narration": "ᏚᎵᏍᏓᏴᏗ."}, {"narration": "Then it is cut."}]
    monkeypatch.setitem(globals(), "DRAFT", json.dumps({"title": "ᏚᎵᏍᏓᏴᏗ", "scenes": scenes}))
    engine = engine_id(registry.writer(settings_without_keys(hosted.studio, hosted.job.user_id)))
    inputs = WriteInputs(engine=engine, topic="Maize", language="en", seconds=30, seed=0)

    script = WRITE.facts.model_validate(perform(hosted, WRITE, inputs).facts).script

    assert script.title == "They grow it."
    assert [scene.narration for scene in script.scenes] == ["They grow it.", "Then it is cut."]


@pytest.mark.parametrize(
    ("line", "asked", "title"),
    [
        ("title: Rice at home", None, "Rice at home"),
        ("title: No", "Yes", "Yes"),
        ("", None, "Rice"),
        ("title: Maize (ᏎᎷ) at home", None, "Maize at home"),
        ("title: ᏎᎷ", None, "Rice"),
    ],
)
def test_metadata_of_a_text_gives_the_title_and_is_never_told(
    order: Order, line: str, asked: str | None, title: str
) -> None:
    text = (
        f"---\ntags: [crops]\n{line}\n---\n# Rice\n\nRice grows in water. Farmers cut it in the autumn of the year.\n"
    )
    writer = registry.writer(order.studio.settings)
    inputs = WriteInputs(engine=engine_id(writer), text=text, title=asked, language="en", seconds=15, seed=0)

    script = WRITE.facts.model_validate(perform(order, WRITE, inputs).facts).script

    assert script.title == title
    assert "crops" not in script.model_dump_json()
