"""Fill a database with many questions, for the list and the question page.

Copies of the ECS question's rows, each with a title and words of its own; what only feedback needs
is left out, so that 10,000 are made in seconds.
"""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.utils import timezone

from quiz.accounts.models import User
from quiz.bank.models import Exam, Listing, Publication, Question, Rendition, Revision
from quiz.bank.publish import publish_folders
from quiz.bank.search import refresh_index, words

WHOLE = 100  # up to so many copies are whole, so that they can be graded
SOUGHT = 20  # of however many, so that a search finds as much in each bank


def fill(count: int) -> None:
    publish_folders(settings.QUESTIONS_DIRS, at=timezone.now())
    model = Question.objects.get(pk="ecs-container-writes-s3")
    faces = list(Rendition.objects.filter(revision=model.current))
    listings = list(Listing.objects.filter(question=model))
    revision = Revision.objects.get(pk=model.current_id)
    domains = [
        (domain["id"], next(iter(domain["tasks"]))["id"])
        for exam in Exam.objects.all()
        for domain in exam.document["domains"]
    ]
    document = revision.document if count <= WHOLE else {}
    ids = [f"copy-{n}" for n in range(count - Publication.latest().questions)]
    Question.objects.bulk_create([Question(pk=id) for id in ids])
    Revision.objects.bulk_create(
        Revision(question_id=id, digest=id, document=document, published_at=revision.published_at)
        for id in ids
    )
    pks = dict(Revision.objects.filter(question__in=ids).values_list("question_id", "pk"))
    Question.objects.bulk_update(
        [Question(pk=id, current_id=pks[id], made_from=id, options="abcd") for id in ids],
        ["current", "made_from", "options"],
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
                domain=domains[n % len(domains)][0],
                task=domains[n % len(domains)][1],
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


def fill_responses(count: int) -> None:
    """`count` responses of one other learner, each with its slot, straight into SQLite."""
    learner = User.objects.create_guest(at=timezone.now()).pk
    revision = Revision.objects.get(question="ecs-container-writes-s3").pk
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO sittings_slot (learner_id, sitting_id, position, revision_id,
                option_order, nonce, made_from, domain, task, is_unscored, was_seen, selected,
                is_flagged, eliminated, note, pick)
            {numbers} SELECT %s, NULL, 1, %s, 'abcd', printf('%%032x', i), '', '', '', 0, 0, '',
                0, '', '', 1 FROM n""",
            [count, learner, revision],
        )
        cursor.execute(
            """INSERT INTO sittings_response (id, learner_id, question_id, slot_id, selected,
                responded_at, score, max_score, rule)
            SELECT printf('%%032x', id), learner_id, 'ecs-container-writes-s3', id, 'a',
                '2026-11-24 10:00:00', 0, 1, 'all-or-nothing-1' FROM sittings_slot
            WHERE learner_id = %s""",
            [learner],
        )
