"""A question as the rules of house style see it: its texts without marks, in each language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from quiz.authoring import shapes
from quiz.authoring.files import Source
from quiz.authoring.lint.measure import Grams, bigrams, joined, letters, said, sentences, words
from quiz.authoring.problem import Problem
from quiz.authoring.profile import Profile
from quiz.authoring.texts import location, texts_of
from quiz.rendering.markdown import plain

_OPTION_TEXT = re.compile(r"options\.[a-f]\.text$")


def is_drawing(path: str) -> bool:
    return path.startswith("diagrams.") and path.endswith(".text")


def option_path(id_: str, part: str = "text") -> str:
    return f"options.{id_}.{part}"


class Texts:
    """The texts of one file in one language by path, as written in `raw` and without marks."""

    def __init__(self, source: Source, language: str, raw: Mapping[str, str] | None = None) -> None:
        self.source = source
        self.language = language
        self.raw = texts_of(source.shape) if raw is None else raw
        self._plain: dict[str, str] = {}
        self._sentences: dict[str, list[str]] = {}

    def plain(self, path: str) -> str:
        """The text without marks; "" where there is none."""
        if path not in self._plain:
            self._plain[path] = plain(self.raw.get(path, ""))
        return self._plain[path]

    @cached_property
    def whole(self) -> str:
        """All texts without marks, joined: a pattern that is not found here is found in none."""
        return joined(map(self.plain, self.raw))

    @cached_property
    def whole_raw(self) -> str:
        return joined(self.raw.values())

    @cached_property
    def prose(self) -> list[str]:
        """The paths of the texts that are no drawings."""
        return [path for path in self.raw if not is_drawing(path)]

    def sentences(self, path: str) -> list[str]:
        if path not in self._sentences:
            self._sentences[path] = sentences(self.plain(path))
        return self._sentences[path]

    @cached_property
    def asked(self) -> str:
        """Scenario and stem."""
        return f"{self.plain('scenario')}\n{self.plain('stem')}".strip()

    @cached_property
    def asked_words(self) -> frozenset[str]:
        return frozenset(words(self.asked, self.language))

    @cached_property
    def middle_option(self) -> str:
        """The id of the option that has most in common with the others, in pairs of characters."""
        grams = {id_: bigrams(self.plain(option_path(id_))) for id_ in self.option_words}
        shared = {
            id_: sum(len(own & grams[other]) / len(own) for other in grams if other != id_)
            for id_, own in grams.items()
        }
        return max(shared, key=lambda id_: shared[id_])

    @cached_property
    def option_words(self) -> dict[str, frozenset[str]]:
        """The words of each option by its id."""
        ids = [path.split(".")[1] for path in self.raw if _OPTION_TEXT.match(path)]
        return {id_: frozenset(words(self.plain(option_path(id_)), self.language)) for id_ in ids}

    def problem(self, path: str, code: str, message: str, *, is_warning: bool = False) -> Problem:
        """A finding at the text, or at what is nearest to where it would be; in one line, though
        what it quotes may have several."""
        told = " ".join(line for line in message.splitlines() if line)
        return self.source.problem(location(path), code, told, is_warning=is_warning)


@dataclass(frozen=True)
class Subject:
    """One question with its translations; `all_texts` has its source language first."""

    source: Source
    exam: shapes.Exam
    profile: Profile
    all_texts: tuple[Texts, ...]
    key: tuple[str, ...] = field(init=False)
    distractors: tuple[str, ...] = field(init=False)
    _absolute: dict[str, dict[str, list[str]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        options: Mapping[str, shapes.Option] = self.source.shape.options
        object.__setattr__(self, "key", tuple(id for id, one in options.items() if one.correct))
        wrong = tuple(id for id, one in options.items() if not one.correct)
        object.__setattr__(self, "distractors", wrong)

    @property
    def shape(self) -> shapes.Question:
        shape: shapes.Question = self.source.shape
        return shape

    @property
    def is_multiple_response(self) -> bool:
        return len(self.key) > 1

    @cached_property
    def complete(self) -> tuple[Texts, ...]:
        """The languages in which all that is asked is written, in words that can be judged."""
        needed = ["stem", *(f"options.{id}.text" for id in self.shape.options)]
        return tuple(
            texts for texts in self.all_texts if all(letters(texts.plain(path)) for path in needed)
        )

    @cached_property
    def design(self) -> Grams:
        """What the correct options say in the source language."""
        texts = self.all_texts[0]
        keys = (bigrams(texts.plain(option_path(id_))) for id_ in self.key)
        return Grams.of(frozenset().union(*keys))

    def options(self, texts: Texts) -> dict[str, str]:
        """The options' texts without marks by id."""
        return {id: texts.plain(f"options.{id}.text") for id in self.shape.options}

    def absolute_words(self, texts: Texts) -> dict[str, list[str]]:
        """The absolute words in each option by its id."""
        if texts.language not in self._absolute:
            listed = self.profile.words("absolute", texts.language)
            options = self.options(texts).items()
            self._absolute[texts.language] = {id_: said(listed, text) for id_, text in options}
        return self._absolute[texts.language]


Rule = Callable[[Subject], Iterator[Problem]]
