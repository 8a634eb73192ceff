from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_a_running_exam_from_before_slots_knew_how_many_to_choose_goes_on() -> None:
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    then = [
        ("sittings", "0006_sittings_and_entries"),
        ("bank", "0003_question_options"),
        ("accounts", newest_of("accounts", executor)),
    ]
    executor.migrate(then)
    old = MigrationExecutor(connection).loader.project_state(then).apps
    learner = old.get_model("accounts", "User").objects.create(
        is_guest=True, created_at=AT, active_on=AT.date()
    )
    sitting = old.get_model("sittings", "Sitting").objects.create(learner=learner, began_at=AT)
    slots = {}
    for position, key in enumerate(("b", "bd"), start=1):
        question = old.get_model("bank", "Question").objects.create(pk=f"picks-{key}")
        options = [{"id": id, "is_correct": id in key} for id in "abcd"]
        revision = old.get_model("bank", "Revision").objects.create(
            question=question, digest=key, document={"options": options}, published_at=AT
        )
        question.current = revision
        question.save()
        slots[key] = old.get_model("sittings", "Slot").objects.create(
            learner=learner,
            sitting=sitting,
            position=position,
            revision=revision,
            option_order="abcd",
        )

    try:
        MigrationExecutor(connection).migrate(newest)
        from quiz.bank.models import Question
        from quiz.sittings.models import Slot

        assert [Slot.objects.get(pk=slots[key].pk).pick for key in ("b", "bd")] == [1, 2]
        assert [Question.objects.get(pk=f"picks-{key}").pick for key in ("b", "bd")] == [1, 2]
    finally:
        MigrationExecutor(connection).migrate(newest)


def newest_of(app: str, executor: MigrationExecutor) -> str:
    return next(name for label, name in executor.loader.graph.leaf_nodes() if label == app)


@pytest.mark.django_db(transaction=True)
def test_answers_from_before_responses_named_their_learner_are_kept() -> None:
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    executor.migrate(
        [("sittings", "0001_initial"), ("bank", "0002_listings"), ("accounts", "0001_initial")]
    )
    old = (
        MigrationExecutor(connection)
        .loader.project_state(
            [("sittings", "0001_initial"), ("bank", "0002_listings"), ("accounts", "0001_initial")]
        )
        .apps
    )
    learner = old.get_model("accounts", "User").objects.create(is_guest=True, created_at=AT)
    question = old.get_model("bank", "Question").objects.create(pk="demo-question")
    revision = old.get_model("bank", "Revision").objects.create(
        question=question, digest="d", document={}, published_at=AT
    )
    sitting = old.get_model("sittings", "Sitting").objects.create(learner=learner, began_at=AT)
    slot = old.get_model("sittings", "Slot").objects.create(
        sitting=sitting, position=1, revision=revision, option_order="ab", nonce=uuid.uuid4()
    )
    before = old.get_model("sittings", "Response").objects.create(
        id=uuid.uuid4(), slot=slot, selected="a", responded_at=AT, score=1, max_score=1, rule="r"
    )

    try:
        MigrationExecutor(connection).migrate(newest)
        from quiz.sittings.models import Response

        response = Response.objects.get(pk=before.pk)
        assert (response.learner_id, response.question_id) == (learner.pk, "demo-question")
    finally:
        MigrationExecutor(connection).migrate(newest)
