"""What a workspace's conftest looks like: the assistant its cases are held with."""

import pytest

import evalsuite


@pytest.fixture(scope="session")
def assistant():
    """The assistant that `pytest cases/` runs."""
    return evalsuite.assistant()
