"""What is wrong with a field is said in words: no pattern, and nothing in the words of a library."""

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from mutoscope.accounts.profile import ProfileChange
from mutoscope.explain import explain
from mutoscope.films.request import FilmRequest
from mutoscope.progress.messages import MessageInvalid, read_message
from mutoscope.videos.request import VideoOrder


def reason(kind: type[BaseModel], **values: object) -> str:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(values)
    return explain(refused.value.errors()[0])


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("seconds", True, "it has to be a number, not true or false"),
        ("seconds", 9, "9 is too small; it has to be at least 10"),
        ("seconds", 1_801, "1801 is too large; it has to be at most 1,800"),
        ("project_id", "rice", "it is not an id, which is proj_ and 26 letters and digits"),
        ("seconds", "9" * 5_000, "the number is too large"),
        ("script", {"scenes": {"narration": "Hi."}}, "it has to be a list"),
        ("music_file", "rice.mp3", "it is not the key that PUT /v1/inputs/{filename} answers"),
        ("script", {"scenes": [{"narration": "Hi.", "picture_file": "x"}]}, "it is not the key that PUT"),
    ],
)
def test_a_films_field_that_is_not_valid_is_explained_in_words(field: str, value: object, said: str) -> None:
    assert reason(FilmRequest, **{"topic": "Rice", field: value}).startswith(said)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("locale", "english", "it is not a language tag like en or en-GB"),
        ("picture_url", "http://example.com/me.png", "the address has to begin with https://"),
        ("picture_url", "me.png", "it is not a web address like https://example.com/picture.png"),
    ],
)
def test_a_profiles_field_that_is_not_valid_is_explained_in_words(field: str, value: object, said: str) -> None:
    assert reason(ProfileChange, **{field: value}) == said


def test_a_size_that_is_not_one_is_answered_with_an_example() -> None:
    said = reason(VideoOrder, prompt="Rice.", size="large")

    assert said == "it is not WIDTHxHEIGHT in pixels, such as 1024x1024"


def test_a_body_that_is_no_object_or_not_there_is_told_so() -> None:
    with pytest.raises(ValidationError) as refused:
        FilmRequest.model_validate("Rice")
    absent: ErrorDetails = {"type": "missing", "loc": ("body",), "msg": "Field required", "input": None}

    assert explain(refused.value.errors()[0]).startswith("it has to be an object")
    assert explain(absent) == "the body is missing"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ('{"action": "zzz"}', "action has to be one of 'subscribe', 'unsubscribe', 'ping'"),
        ('{"jobs": "all"}', "action is missing"),
        ('{"action": "subscribe", "jobs": ["x"]}', "jobs.0: it is not an id"),
    ],
)
def test_a_live_message_that_is_not_valid_names_its_fields_alone(sent: str, said: str) -> None:
    with pytest.raises(MessageInvalid) as refused:
        read_message(sent)

    assert refused.value.facts["reason"].startswith(said)
