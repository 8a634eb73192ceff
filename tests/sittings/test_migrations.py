from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


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
