"""Fill a database with many questions, for the list and the question page.

Copies of the ECS question's rows, each with a title and words of its own; what only feedback needs
is left out, so that 10,000 are made in seconds.
"""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from quiz.bank.models import Listing, Publication, Question, Rendition, Revision
from quiz.bank.publish import publish_folders
from quiz.bank.search import refresh_index, words

SOUGHT = 20  # of however many, so that a search finds as much in each bank


def fill(count: int) -> None:
    publish_folders(settings.QUESTIONS_DIRS, at=timezone.now())
    model = Question.objects.get(pk="ecs-container-writes-s3")
    faces = list(Rendition.objects.filter(revision=model.current))
    listings = list(Listing.objects.filter(question=model))
    revision = Revision.objects.get(pk=model.current_id)
    ids = [f"copy-{n}" for n in range(count - Publication.latest().questions)]
    Question.objects.bulk_create([Question(pk=id) for id in ids])
    Revision.objects.bulk_create(
        Revision(question_id=id, digest=id, document={}, published_at=revision.published_at)
        for id in ids
    )
    pks = dict(Revision.objects.filter(question__in=ids).values_list("question_id", "pk"))
    Question.objects.bulk_update(
        [Question(pk=id, current_id=pks[id], made_from=id) for id in ids],
        ["current", "made_from"],
        batch_size=500,
    )
    Rendition.objects.bulk_create(
        (
            Rendition(
                revision_id=pks[id],
                language=face.language,
                renderer=face.renderer,
                made_from=id,
                face=face.face,
                judging={},
                teaching={},
            )
            for id in ids
            for face in faces
        ),
        batch_size=500,
    )
    Listing.objects.bulk_create(
        (
            Listing(
                question_id=id,
                language=listing.language,
                position=100 + n,
                exam=listing.exam,
                domain=listing.domain,
                task=listing.task,
                difficulty=1 + n % 3,
                title=listing.title,
                words=f"{listing.words} {words('sought' if n < SOUGHT else 'usual')}",
            )
            for n, id in enumerate(ids)
            for listing in listings
        ),
        batch_size=500,
    )
    refresh_index()
