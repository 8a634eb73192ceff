"""What may be drawn from: the ids of the questions that are asked now, by domain."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from quiz.assessment import item
from quiz.bank.models import Exam, Listing, Publication
from quiz.bank.shown import languages


@lru_cache(maxsize=8)
def _pools(digest: str, fingerprint: str, exam: str) -> Mapping[str, tuple[str, ...]]:
    """Kept by process: another publishing has other digests."""
    rows = Listing.objects.filter(language=languages()[0], exam=exam).order_by("position")
    found: dict[str, list[str]] = {}
    for domain, question in rows.values_list("domain", "question_id"):
        found.setdefault(domain, []).append(question)
    return {domain: tuple(ids) for domain, ids in found.items()}


def pools(publication: Publication, exam: str) -> Mapping[str, tuple[str, ...]]:
    """The ids of the exam's questions by domain; a domain without any is left out."""
    return _pools(publication.digest, publication.fingerprint, exam)


def exams() -> list[item.Exam]:
    """Those that are published, by id."""
    documents = Exam.objects.filter(is_retired=False).order_by("pk")
    return [
        item.Exam.from_document(document)
        for document in documents.values_list("document", flat=True)
    ]
