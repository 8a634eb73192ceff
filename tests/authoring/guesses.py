"""Questions of made-up words, with keys drawn at random or given away on purpose."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from quiz.authoring.lint.cues import Asked
from quiz.authoring.lint.guess import Cue, Guess

PLACES = "abcdef"
_LETTERS = {"en": "abdefgiklmnoprstuv", "ja": "安以宇衣於加幾久計己左之寸世曽太知川天止"}
_PARTICLES = "をにのはで"

Leak = Callable[[Asked, Random], Asked]


def make_asked(
    seed: int, count: int, language: str = "en", *, options: int = 4, leak: Leak | None = None
) -> list[Asked]:
    """Questions whose keys are drawn at random; then `leak` changes 60 % of them."""
    rng = Random(seed)
    vocabulary = _vocabulary(rng, language)
    found = []
    for n in range(count):
        asked = Asked(
            id=f"question-{n:04}",
            stem=_sentence(rng, vocabulary, language, 50),
            options={
                place: _sentence(rng, vocabulary, language, rng.randint(12, 20))
                for place in PLACES[:options]
            },
            key=rng.choice(PLACES[:options]),
        )
        found.append(leak(asked, rng) if leak and rng.random() < 0.6 else asked)
    return found


def _vocabulary(rng: Random, language: str) -> list[str]:
    shortest, longest = (3, 9) if language == "en" else (2, 4)
    return [
        "".join(rng.choices(_LETTERS[language], k=rng.randint(shortest, longest)))
        for _ in range(900)
    ]


def _sentence(rng: Random, vocabulary: Sequence[str], language: str, size: int) -> str:
    words = rng.choices(vocabulary, k=size)
    if language == "ja":
        return "".join(word + rng.choice(_PARTICLES) for word in words)
    return " ".join(word.title() if rng.random() < 0.1 else word for word in words)


def key_is_longest(asked: Asked, rng: Random) -> Asked:
    return replace(asked, key=max(asked.options, key=lambda place: len(asked.options[place])))


def key_is_first(asked: Asked, rng: Random) -> Asked:
    return replace(asked, key="a")


def key_has_the_number(asked: Asked, rng: Random) -> Asked:
    return with_options(asked, {asked.key: f"{asked.options[asked.key]} {rng.randint(2, 99)}"})


def key_repeats_the_stem(asked: Asked, rng: Random) -> Asked:
    """Its second half is of the stem, as long as it was."""
    text = asked.options[asked.key]
    half = len(text) // 2
    return with_options(asked, {asked.key: text[:half] + asked.stem[10 : 10 + len(text) - half]})


def distractors_say_never(asked: Asked, rng: Random) -> Asked:
    wrong = {place: f"never {text}" for place, text in asked.options.items() if place != asked.key}
    return with_options(asked, wrong)


def asked_at_a(count: int, texts: Sequence[str] = ("x", "x", "x", "x")) -> list[Asked]:
    """Questions with the same options and the key a."""
    options = dict(zip("abcd", texts, strict=True))
    return [Asked(f"q{n}", "s", options, "a") for n in range(count)]


def with_options(asked: Asked, texts: Mapping[str, str]) -> Asked:
    return replace(asked, options={**asked.options, **texts})


def write_asked(
    bank: Path, asked: Asked, *, language: str = "en", more: str = "", keys: str = ""
) -> Path:
    """The question as a file of the bank, with `more` lines at its end; its file.

    `keys` are correct beside its key.
    """
    head = f'format: 1\nid: {asked.id}\nlanguage: {language}\ntask: "1.1"\ntitle: Asked\n'
    options = {
        place: {"text": text} | ({"correct": True} if place in asked.key + keys else {})
        for place, text in asked.options.items()
    }
    body = f"stem: {json.dumps(asked.stem)}\noptions: {json.dumps(options)}\n"
    path = bank / "demo" / f"{asked.id}.yaml"
    path.write_text(head + body + more, encoding="utf-8")
    return path


def write_translation(bank: Path, asked: Asked, language: str, *, options: str = PLACES) -> None:
    """A translation of the question of that id that has the texts of these `options` alone."""
    texts = {place: {"text": asked.options[place]} for place in asked.options if place in options}
    head = f"format: 1\ntranslates: {asked.id}\n"
    body = f"stem: {json.dumps(asked.stem)}\noptions: {json.dumps(texts)}\n"
    path = bank / "demo" / f"{asked.id}.{language}.yaml"
    path.write_text(head + body, encoding="utf-8")


def cue_of(found: Guess, name: str) -> Cue:
    return next(cue for cue in found.cues if cue.name == name)
