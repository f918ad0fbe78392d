"""A clerk at the desk."""

import pytest


@pytest.fixture
def desk(client, petugas, places):
    client.force_login(petugas)
    return client
