from __future__ import annotations

import gzip

import pytest
from django.test import Client

from tests.factories.bank import publish_items
from tests.factories.sittings import URL

pytestmark = pytest.mark.django_db


def test_a_page_is_sent_packed_to_who_asks_for_it(client: Client) -> None:
    publish_items()

    response = client.get(URL, headers={"accept-encoding": "br, gzip"})

    assert response.headers["Content-Encoding"] == "gzip"
    assert int(response.headers["Content-Length"]) == len(response.content)
    assert "Accept-Encoding" in response.headers["Vary"]
    assert "</html>" in gzip.decompress(response.content).decode()


def test_a_page_is_sent_plain_to_who_does_not(client: Client) -> None:
    publish_items()

    response = client.get(URL)

    assert "Content-Encoding" not in response.headers
    assert "Accept-Encoding" in response.headers["Vary"]


def test_the_length_of_a_packed_page_tells_nothing(client: Client) -> None:
    publish_items()

    sizes = {
        len(client.get("/nowhere/", headers={"accept-encoding": "gzip"}).content) for _ in range(20)
    }

    assert len(sizes) > 3
