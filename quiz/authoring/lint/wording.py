"""Rules about names, facts and style, which hold for every text of every kind of file."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from quiz.authoring.lint.measure import anywhere, joined, runs, sentences, without_aside
from quiz.authoring.lint.names import wrong_prefix
from quiz.authoring.lint.subject import Rule, Subject, Texts, option_path
from quiz.authoring.problem import Problem
from quiz.authoring.profile import Placeholders, Profile
from quiz.rendering.markdown import plain

TextRule = Callable[[Texts, Profile], Iterator[Problem]]

_ASKED = ("title", "scenario", "stem")


def _may_recall(path: str) -> bool:
    """Whether an old name may stand there, marked as such."""
    return not (path in _ASKED or path.endswith(".text"))


def stale_names(texts: Texts, profile: Profile) -> Iterator[Problem]:
    """L24: names that the services don't have any more; a cited page keeps its title."""
    formerly = profile.formerly.get(texts.language, ())
    for stale in profile.stale_names:
        if not anywhere(stale.old).search(texts.whole):
            continue
        for path in texts.raw:
            text = texts.plain(path)
            for pattern in formerly if _may_recall(path) else ():
                text = pattern.sub("", text)
            if not path.startswith("references.") and (found := stale.old.search(text)):
                told = f"'{found[0]}' is called {stale.new} now"
                yield texts.problem(path, "L24", told, is_warning=stale.level == "warning")


def outdated_reasons(texts: Texts, profile: Profile) -> Iterator[Problem]:
    """L26: reasons that were right once."""
    for outdated in profile.outdated_reasons:
        patterns = outdated.all.get(texts.language, ())
        # Where a sentence begins or ends is not known as long as they are all in one.
        free = (one for one in patterns if not {"^", "$"} & {*one.pattern})
        if not patterns or not all(anywhere(one).search(texts.whole) for one in free):
            continue
        for path in texts.prose:
            for sentence in texts.sentences(path):
                if all(pattern.search(sentence) for pattern in patterns):
                    told = f"may be out of date: {outdated.now}"
                    yield texts.problem(path, "L26", told, is_warning=True)


def prefixes(texts: Texts, profile: Profile) -> Iterator[Problem]:
    """L28: as `wrong_prefix` has it."""
    yield from wrong_prefix(texts, profile.wrong_prefix)


def style(texts: Texts, profile: Profile) -> Iterator[Problem]:
    """L30: spellings that one language settles on."""
    for one in profile.style.get(texts.language, ()):
        if not anywhere(one.find).search(texts.whole):
            continue
        for path in texts.prose:
            text = texts.plain(path)
            if found := one.find.search(text):
                around = text[max(0, found.start() - 6) : found.end() + 6].strip()
                told = f"'{found[0]}' in '{around}': write {one.say}"
                yield texts.problem(path, "L30", told, is_warning=True)


# A look behind the first sign, rather than before it, lets the search leap from sign to sign.
_ACCOUNT = re.compile(r"[0-9](?<![0-9A-Za-z-].)[0-9]{11}(?![0-9])")
_BUCKET = re.compile(r"(?:s3://|arn:aws:s3:::)([a-z0-9][a-z0-9.-]+)")
_ADDRESS = re.compile(r"[0-9](?<![0-9.].)[0-9]{0,2}(?:\.[0-9]{1,3}){3}(?![0-9]|\.[0-9])")
# In small letters, so that ASP.NET is none; not what a link leads to.
_TOP_LEVEL = re.compile(r"\.(?:com|net|org|io|jp|dev)(?![\w-]|\.[a-z0-9])", re.ASCII)
_LABELS = re.compile(
    r"(?<![\w.@/-])(?<!\]\()(?:https?://)?([a-z0-9-]+(?:\.[a-z0-9-]+)*)$", re.ASCII
)
_LONGEST_HOST = 253


def placeholders(texts: Texts, profile: Profile) -> Iterator[Problem]:
    """L34: accounts, buckets, hosts and addresses that can belong to nobody, and no keys."""
    safe = profile.placeholders
    if any(True for _ in _unsafe(texts.whole_raw, safe)):
        for path, raw in texts.raw.items():
            for told in _unsafe(raw, safe):
                yield texts.problem(path, "L34", told)


def _unsafe(raw: str, safe: Placeholders) -> Iterator[str]:
    if safe.accounts:
        others = (found for found in _ACCOUNT.findall(raw) if found not in safe.accounts)
        yield from (f"'{found}': take one of {', '.join(safe.accounts)}" for found in others)
    if safe.buckets:
        buckets = (found for found in _BUCKET.findall(raw) if not safe.buckets.search(found))
        yield from (f"the bucket '{found}' may be someone's: see the profile" for found in buckets)
    if safe.hosts:
        hosts = (found for found in _hosts(raw) if not safe.hosts.search(found))
        yield from (f"the host '{found}' is someone's: take one of example.com" for found in hosts)
        addresses = (found for found in _ADDRESS.findall(raw) if not _is_safe(found))
        yield from (
            f"the address '{found}' may be someone's: take 203.0.113.x" for found in addresses
        )
    if any(pattern.search(raw) for pattern in safe.secrets):
        yield "this looks like a real key: revoke it, and delete it from the history too"


def _hosts(raw: str) -> Iterator[str]:
    for end in _TOP_LEVEL.finditer(raw):
        if labels := _LABELS.search(raw[max(0, end.start() - _LONGEST_HOST) : end.start()]):
            yield labels[1] + end[0]


def _is_safe(written: str) -> bool:
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return True
    return not address.is_global or address.is_multicast


TEXT_RULES: tuple[TextRule, ...] = (
    *(stale_names, outdated_reasons, prefixes, style, placeholders),
)


def closed_services(subject: Subject) -> Iterator[Problem]:
    """L25: nobody can build today what the key would need."""
    for texts in subject.complete:
        options = subject.options(texts)
        everything = joined(options.values())
        for closed in subject.profile.closed_services:
            if not anywhere(closed.name).search(everything):
                continue
            for id_, text in options.items():
                if found := closed.name.search(text):
                    told = f"'{found[0]}' is {closed.state}: build the option on something else"
                    is_warning = id_ not in subject.key
                    yield texts.problem(option_path(id_), "L25", told, is_warning=is_warning)


_TABLE_ROW = re.compile(r"^[ \t]*\|.*$", re.MULTILINE)


def politeness(subject: Subject) -> Iterator[Problem]:
    """L30: the polite form where a person speaks to the learner, the plain form in options."""
    for texts in subject.complete:
        pattern = subject.profile.polite.get(texts.language)
        if not pattern:
            continue
        for id_, text in subject.options(texts).items():
            if any(pattern.search(_end(one)) for one in sentences(text)):
                told = "an option takes the plain form: end it with 〜する or a noun"
                yield texts.problem(option_path(id_), "L30", told, is_warning=True)
        spoken = [option_path(id_, "rationale") for id_ in subject.shape.options]
        for path in ("scenario", "stem", "explanation", *spoken):
            for sentence in _brusque(texts, path, pattern):
                told = f"'{sentence[-12:]}' is in the plain form: end with です or ます"
                yield texts.problem(path, "L30", told, is_warning=True)


def _brusque(texts: Texts, path: str, polite: re.Pattern[str]) -> list[str]:
    """The sentences that are not polite, but for those in a table, which may be brief."""
    raw = texts.raw.get(path, "")
    found = [
        one for one in texts.sentences(path) if one.endswith("。") and not polite.search(_end(one))
    ]
    if found and "|" in raw:
        spoken = sentences(plain(_TABLE_ROW.sub("", raw)))
        return [one for one in found if one in spoken]
    return found


def _end(sentence: str) -> str:
    return without_aside(sentence).rstrip("。")


def original(all_texts: Sequence[Texts], quoted: Mapping[str, set[str]]) -> Iterator[Problem]:
    """L33: no run of words that stands in a source; `quoted` has the sources' runs by language."""
    for texts in all_texts:
        known = quoted.get(texts.language, set())
        for path in texts.raw if known else ():
            if shared := runs(texts.plain(path), texts.language, RUN[texts.language]) & known:
                told = f"'{min(shared)}' stands in a source word for word: write your own sentence"
                yield texts.problem(path, "L33", told)


RUN = {"en": 8, "ja": 20}

RULES: tuple[Rule, ...] = (closed_services, politeness)
