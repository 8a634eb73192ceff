"""Answering as a browser does: read the form, then send it."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

URL = "/questions/demo-question/"
HTMX = {"HTTP_HX_REQUEST": "true"}


def ticket_in(response: Any) -> str:
    match = re.search(r'name="ticket" value="([^"]+)"', response.content.decode())
    assert match, "the page holds no ticket"
    return match[1]


def answer(client: Client, *selected: str, url: str = URL, ticket: str = "", **extra: Any) -> Any:
    """POST `selected` with the `ticket` of an earlier form, or of one that is fetched now."""
    ticket = ticket or ticket_in(client.get(url))
    response: HttpResponse = client.post(url, {"ticket": ticket, "selected": selected}, **extra)
    return response
