"""Tests of kinds ask one studio for each of their files: every test has a user of its own, whose results are apart."""

import pytest

from mutoscope.studio import Studio


@pytest.fixture
def studio(shared_studio: Studio) -> Studio:
    return shared_studio
