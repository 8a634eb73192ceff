"""Searching texts in Japanese and English, with the index that the database has.

Japanese has no spaces, so a run of its characters is indexed as overlapping pairs, and the last
one alone; a run of Latin letters and digits as one word. Each becomes a token of ASCII letters
and digits, which SQLite's FTS5 and PostgreSQL's "simple" configuration both leave as it is,
whatever the locale. A word matches by its beginning, a Japanese run as a phrase of its pairs.
Source: character bigrams for languages without spaces, as in Lucene's CJKBigramFilter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

LONGEST_QUERY = 200
_MOST_TERMS = 12
# Latin words and digits; or what is a letter of another script.
_RUN = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")


def plain(text: str) -> str:
    """Without the differences that one does not type: width, case."""
    return unicodedata.normalize("NFKC", text).casefold()


def _runs(text: str) -> Iterator[str]:
    yield from _RUN.findall(plain(text))


def _token(run: str) -> str:
    if run.isascii():
        return f"w{run}"
    return "u" + "".join(f"{ord(letter):05x}" for letter in run)


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def words(*texts: str) -> str:
    """What is to be indexed of `texts`, as tokens with a space between; 0.. of them."""
    tokens: list[str] = []
    for text in texts:
        for run in _runs(text):
            parts = [run] if run.isascii() else [*_pairs(run), run[-1]]
            tokens += map(_token, parts)
    return " ".join(tokens)


def phrases(query: str) -> list[list[str]]:
    """The tokens to look for: of each phrase all, in that order; a lone token by its beginning."""
    found = []
    for run in _runs(query[:LONGEST_QUERY]):
        is_whole = run.isascii() or len(run) < 2
        found.append([_token(run)] if is_whole else [_token(pair) for pair in _pairs(run)])
    return found[:_MOST_TERMS]


@models.TextField.register_lookup
class Matches(models.Lookup):
    """`words__matches=query`: rows of Listing in which all that `query` asks for is found."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sqlite(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,  # noqa: ARG002 - Django's signature
    ) -> tuple[str, list[Any]]:
        table = compiler.quote_name_unless_alias(self.lhs.alias)
        asked = " AND ".join(
            f'"{" ".join(phrase)}"' if len(phrase) > 1 else f"{phrase[0]}*"
            for phrase in phrases(self.rhs)
        )
        index = "SELECT rowid FROM bank_listing_words WHERE bank_listing_words MATCH %s"
        return f"{table}.id IN ({index})", [asked]

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        column, _none = self.process_lhs(compiler, connection)
        asked = " & ".join(
            f"({' <-> '.join(phrase)})" if len(phrase) > 1 else f"{phrase[0]}:*"
            for phrase in phrases(self.rhs)
        )
        return f"to_tsvector('simple', {column}) @@ to_tsquery('simple', %s)", [asked]


def refresh_index() -> None:
    """After Listing was written. PostgreSQL keeps its index by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO bank_listing_words(bank_listing_words) VALUES('rebuild')")
