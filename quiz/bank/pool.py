"""What may be drawn from: the ids of the questions that are asked now, by domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from quiz.assessment import item
from quiz.bank.models import Exam, Listing, Publication
from quiz.bank.shown import languages


@dataclass(frozen=True, slots=True)
class Pool:
    """The ids of an exam's questions by domain; and of each its domain and its task."""

    by_domain: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[str, str]]

    @property
    def available(self) -> dict[str, int]:
        return {domain: len(ids) for domain, ids in self.by_domain.items()}


@lru_cache(maxsize=8)
def _pool(digest: str, fingerprint: str, exam: str) -> Pool:
    """Kept by process: another publishing has other digests."""
    rows = Listing.objects.filter(language=languages()[0], exam=exam).order_by("position")
    by_domain: dict[str, list[str]] = {}
    places = {}
    for domain, task, question in rows.values_list("domain", "task", "question_id"):
        by_domain.setdefault(domain, []).append(question)
        places[question] = (domain, task)
    return Pool({domain: tuple(ids) for domain, ids in by_domain.items()}, places)


def pool(publication: Publication, exam: str) -> Pool:
    """What may be drawn from now."""
    return _pool(publication.digest, publication.fingerprint, exam)


def exams() -> list[item.Exam]:
    """Those that are published, by id."""
    documents = Exam.objects.filter(is_retired=False).order_by("pk")
    return [
        item.Exam.from_document(document)
        for document in documents.values_list("document", flat=True)
    ]
