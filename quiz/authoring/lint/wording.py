"""Rules about names, facts and style, which hold for every text of every kind of file."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator

from quiz.authoring.lint.measure import runs, sentences
from quiz.authoring.lint.subject import Rule, Subject, Texts, option_path
from quiz.authoring.problem import Problem
from quiz.authoring.profile import Profile
from quiz.rendering.markdown import plain

TextRule = Callable[[Texts, Profile], Iterator[Problem]]

_ASKED = ("title", "scenario", "stem")


def _is_drawing(path: str) -> bool:
    return path.startswith("diagrams.") and path.endswith(".text")


def _may_recall(path: str) -> bool:
    """Whether an old name may stand there, marked as such."""
    return not (path in _ASKED or path.endswith(".text"))


def stale_names(texts: Texts, profile: Profile) -> Iterator[Problem]:
    """L24: names that the services don't have any more."""
    formerly = profile.formerly.get(texts.language, [])
    for path in texts.raw:
        if path.startswith("references."):  # a page keeps the title that it has
            continue
        text = texts.plain(path)
        if _may_recall(path):
            for pattern in formerly:
                text = pattern.sub("", text)
        for stale in profile.stale_names:
            if found := stale.old.search(text):
                told = f"'{found[0]}' is called {stale.new} now"
                yield texts.problem(path, "L24", told, is_warning=stale.level == "warning")


def outdated_reasons(texts: Texts, profile: Profile) -> Iterator[Problem]:
    """L26: reasons that were right once."""
    for path in texts.raw:
        if _is_drawing(path):
            continue
        for sentence in sentences(texts.plain(path)):
            for outdated in profile.outdated_reasons:
                patterns = outdated.all.get(texts.language, [])
                if patterns and all(pattern.search(sentence) for pattern in patterns):
                    told = f"may be out of date: {outdated.now}"
                    yield texts.problem(path, "L26", told, is_warning=True)


def wrong_prefix(texts: Texts, profile: Profile) -> Iterator[Problem]:
    """L28: Amazon S3 and AWS Lambda, never the other way round."""
    for path in texts.raw:
        for name in profile.wrong_prefix:
            if name in texts.raw[path] and re.search(rf"\b{re.escape(name)}\b", texts.raw[path]):
                told = f"no service is called '{name}': write the name as its page does"
                yield texts.problem(path, "L28", told)


def style(texts: Texts, profile: Profile) -> Iterator[Problem]:
    """L30: spellings that one language settles on."""
    for path in texts.raw:
        if _is_drawing(path):
            continue
        for one in profile.style.get(texts.language, ()):
            if found := one.find.search(texts.plain(path)):
                around = texts.plain(path)[max(0, found.start() - 6) : found.end() + 6]
                told = f"'{found[0]}' in '{around.strip()}': write {one.say}"
                yield texts.problem(path, "L30", told, is_warning=True)


_ACCOUNT = re.compile(r"(?<![0-9A-Za-z-])[0-9]{12}(?![0-9])")
_BUCKET = re.compile(r"(?:s3://|arn:aws:s3:::)([a-z0-9][a-z0-9.-]+)")
_ADDRESS = re.compile(r"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9.])")
_HOST = re.compile(
    r"(?<![\w.@/-])(?:[a-z0-9-]+\.)+(?:com|net|org|io|jp|dev)(?![\w.-])", re.IGNORECASE
)


def placeholders(texts: Texts, profile: Profile) -> Iterator[Problem]:
    """L34: accounts, buckets, hosts and addresses that can belong to nobody, and no keys."""
    safe = profile.placeholders
    for path, raw in texts.raw.items():
        told = []
        if safe.accounts:
            others = [found for found in _ACCOUNT.findall(raw) if found not in safe.accounts]
            told += [f"'{found}': take one of {', '.join(safe.accounts)}" for found in others]
        if safe.buckets:
            others = [found for found in _BUCKET.findall(raw) if not safe.buckets.search(found)]
            told += [f"the bucket '{found}' may be someone's: see the profile" for found in others]
        if safe.hosts:
            others = [found for found in _HOST.findall(raw) if not safe.hosts.search(found)]
            told += [
                f"the host '{found}' is someone's: take one of example.com" for found in others
            ]
            others = [found for found in _ADDRESS.findall(raw) if not _is_safe(found)]
            told += [
                f"the address '{found}' may be someone's: take 203.0.113.x" for found in others
            ]
        if any(pattern.search(raw) for pattern in safe.secrets):
            told.append("this looks like a real key: revoke it, and delete it from the history too")
        for one in told:
            yield texts.problem(path, "L34", one)


def _is_safe(written: str) -> bool:
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return True
    return not address.is_global or address.is_multicast


TEXT_RULES: tuple[TextRule, ...] = (
    *(stale_names, outdated_reasons, wrong_prefix, style, placeholders),
)


def closed_services(subject: Subject) -> Iterator[Problem]:
    """L25: nobody can build today what the key would need."""
    for texts in subject.complete:
        for id_, option in subject.shape.options.items():
            for closed in subject.profile.closed_services:
                if found := closed.name.search(texts.plain(option_path(id_))):
                    told = f"'{found[0]}' is {closed.state}: build the option on something else"
                    yield texts.problem(
                        option_path(id_), "L25", told, is_warning=not option.correct
                    )


_DISTINCT = re.compile(r"^[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*$")


def first_use(subject: Subject) -> Iterator[Problem]:
    """L28: a service's whole name where a reader meets it first."""
    names = _bare(subject)
    for texts in subject.complete:
        asked = f"{texts.plain('scenario')}\n{texts.plain('stem')}"
        for bare, whole in names.items():
            pattern = re.compile(rf"(?<![\w.:/-]){re.escape(bare)}(?![\w:/-]|\.[a-z])")
            if found := pattern.search(asked):
                if not asked[: found.end()].endswith(whole):
                    told = f"'{bare}' comes first as '{whole}': write the whole name once"
                    in_scenario = found.start() < len(texts.plain("scenario"))
                    yield texts.problem("scenario" if in_scenario else "stem", "L28", told)
                continue
            yield from _in_options(subject, texts, whole, pattern)


def _in_options(
    subject: Subject, texts: Texts, whole: str, pattern: re.Pattern[str]
) -> Iterator[Problem]:
    """Each option may be read first, since they are shuffled."""
    for id_, text in subject.options(texts).items():
        found = pattern.search(text)
        if found and not text[: found.end()].endswith(whole):
            told = f"'{found[0]}' comes first as '{whole}': any option may be read first"
            yield texts.problem(option_path(id_), "L28", told)


def _bare(subject: Subject) -> dict[str, str]:
    """Names without their prefix that can mean nothing else, with the whole names."""
    found = {}
    for whole in subject.exam.services:
        prefix, _, bare = whole.partition(" ")
        is_distinct = prefix in subject.profile.prefixes and _DISTINCT.match(bare)
        if is_distinct and bare not in subject.profile.bare_names:
            found[bare] = whole
    return found


_TABLE_ROW = re.compile(r"^[ \t]*\|.*$", re.MULTILINE)
_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]$")


def politeness(subject: Subject) -> Iterator[Problem]:
    """L30: the polite form where a person speaks to the learner, the plain form in options."""
    for texts in subject.complete:
        pattern = subject.profile.polite.get(texts.language)
        if not pattern:
            continue
        for id_, text in subject.options(texts).items():
            if any(pattern.search(one.rstrip("。")) for one in sentences(text)):
                told = "an option is in the plain form: end it with 〜する or a noun"
                yield texts.problem(option_path(id_), "L30", told, is_warning=True)
        spoken = [option_path(id_, "rationale") for id_ in subject.shape.options]
        for path in ("scenario", "stem", "explanation", *spoken):
            for sentence in sentences(plain(_TABLE_ROW.sub("", texts.raw.get(path, "")))):
                bare = _ASIDE.sub("", sentence.rstrip("。"))
                if sentence.endswith("。") and not pattern.search(bare):
                    told = f"'{sentence[-12:]}' is in the plain form: end with です or ます"
                    yield texts.problem(path, "L30", told, is_warning=True)


def original(subject: Subject, quoted: dict[str, set[str]]) -> Iterator[Problem]:
    """L33: no run of words that stands in a source; `quoted` has the sources' runs by language."""
    for texts in subject.all_texts:
        known = quoted.get(texts.language, set())
        for path in texts.raw if known else ():
            if shared := known & runs(texts.plain(path), texts.language, RUN[texts.language]):
                told = f"'{min(shared)}' stands in a source word for word: write your own sentence"
                yield texts.problem(path, "L33", told)


RUN = {"en": 8, "ja": 20}

RULES: tuple[Rule, ...] = (closed_services, first_use, politeness)
