"""Errors: the docstring is the message, the code is stable and unique, and the hint says what to do."""

import importlib
import pkgutil
from collections import Counter

import pytest

import mutoscope
from mutoscope.errors import InvalidInput, MutoscopeError, NotFound, Unavailable

OF_THE_ENGINES_PYTHON = ".guarded_engine"
"""Run by the embedded AWS engine's own Python, which has packages that this one has not."""


def family(root: type[MutoscopeError]) -> list[type[MutoscopeError]]:
    return [root, *(error for child in root.__subclasses__() for error in family(child))]


def every_error() -> list[type[MutoscopeError]]:
    """The errors of the whole package, wherever they are defined."""
    for module in pkgutil.walk_packages(mutoscope.__path__, "mutoscope."):
        if not module.name.endswith(("__main__", OF_THE_ENGINES_PYTHON)):
            importlib.import_module(module.name)
    return [error for error in family(MutoscopeError) if error.__module__.startswith("mutoscope.")]


ERRORS = every_error()


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_an_error_says_what_happened_and_what_to_do(error: type[MutoscopeError]) -> None:
    assert error.__doc__
    assert error.__doc__.strip().splitlines()[0].rstrip().endswith((".", "}", "!", "?")) or "\n" in error.__doc__
    assert error.hint
    assert error.code.replace("_", "").isalnum()
    assert error.code == error.code.lower()


def test_a_code_belongs_to_one_error() -> None:
    own = [error.code for error in ERRORS if "code" in vars(error)]
    shared = {code for code, count in Counter(own).items() if count > 1}

    assert shared <= {"invalid_input"}


def test_the_facts_fill_message_and_hint() -> None:
    error = NotFound(what="film", id="film_1", param="film_id")

    assert (str(error), error.message) == ("There is no film with the id film_1.",) * 2
    assert (error.param, error.facts) == ("film_id", {"what": "film", "id": "film_1"})


def test_facts_with_braces_are_left_as_they_are() -> None:
    assert NotFound(what="{film}", id="{0}").message == "There is no {film} with the id {0}."


def test_only_what_may_pass_is_tried_again() -> None:
    assert Unavailable(what="The queue").retryable
    assert not InvalidInput().retryable
    assert not MutoscopeError().retryable
