"""The studio of these tests reaches its database by the RDS Data API, as the cloud's functions do."""

from dataclasses import replace

import pytest

from mutoscope.adapters.postgres.data_api_database import DataApiDatabase
from mutoscope.settings import Settings
from mutoscope.studio import Studio


@pytest.fixture
def studio(studio: Studio, data_api_settings: Settings) -> Studio:
    return replace(studio, database=DataApiDatabase(data_api_settings))
