"""What the ECS question teaches, as its feedback shows it: parts of the article, corrections."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from quiz.bank.publish import publish_folders
from tests.factories.sittings import HTMX, answer

pytestmark = pytest.mark.django_db

QUESTION = "/questions/ecs-container-writes-s3/"
CORRECTIONS = {
    "1 the parameter is executionRoleArn": ["executionRoleArn in the task definition"],
    "2 the execution role does not work at all": ["not handed to the container"],
    "3 a new role and the shared role are two designs": [
        "Create a new IAM role that allows s3:PutObject",
        "task execution role that the cluster's tasks already use",
    ],
    "4 the instance role works on EC2 and is shared": [
        "The image gets saved, but the other tasks",
        "still needs it to register the instance",
    ],
    "5 ECS assumes the role, not the task": [
        "ECS assumes the task role through AWS STS",
        "does not call sts:AssumeRole",
        "169.254.170.2",
    ],
    "6 logs depend on the driver": ["awslogs driver", "FireLens", "PutLogEvents"],
    "7 secrets depend on who reads them": ["GetSecretValue", "is not refreshed"],
    "8 S3 is not always the task role": ["S3 does not always mean the task role"],
    "9 not at startup alone, and EC2 differs": [
        "keeps using it while the task runs",
        "By default the container instance role covers",
    ],
    "10 PutObject is enough": ["is enough", "s3:GetObject", "kms:GenerateDataKey", "kms:Decrypt"],
    "11 isolation is not absolute on EC2": ["not fully isolated from each other"],
    "12 blocking instance metadata": ["ECS_AWSVPC_BLOCK_IMDS=true", "docker+", "neither method"],
    "13 four compatibilities": ["EC2, FARGATE, EXTERNAL and MANAGED_INSTANCES"],
    "14 a long-term key would sign too": ["could also sign the request"],
    "what is seen": ["NoCredentialsError", "AccessDenied", "assumed-role/<role>/<session>"],
    "trust": ["ecs-tasks.amazonaws.com", "aws:SourceAccount", "aws:SourceArn", "iam:PassRole"],
}


@pytest.fixture
def page(client: Client) -> str:
    publish_folders([Path(__file__).parents[2] / "questions"], at=timezone.now())
    client.cookies["django_language"] = "en"
    return str(answer(client, "a", url=QUESTION, **HTMX).content.decode())


def words(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", page)))


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_the_feedback_holds_each_correction(page: str, correction: str) -> None:
    said = words(page)

    for phrase in CORRECTIONS[correction]:
        assert phrase in said


def test_the_comparison_has_the_four_rows_of_the_article(page: str) -> None:
    rows = [words(row) for row in re.findall(r'<th scope="row">(.*?)</th>', page)]

    assert rows[:4] == ["Who uses it", "When", "For what", "Where it is set"]
    assert "The ECS agent" in words(page)
    assert "The application code in the containers" in words(page)


def test_there_are_three_tips_and_they_ask_who_makes_the_call(page: str) -> None:
    tips = re.findall(
        r"<li>(.*?)</li>", page[page.index('class="tips"') :].split("</ul>", maxsplit=1)[0]
    )

    assert len(tips) == 3
    assert "taskRoleArn" in tips[0]
    assert "executionRoleArn" in tips[1]
    assert "ask who calls S3" in tips[2]


def test_both_drawings_have_a_text_alternative(page: str) -> None:
    titles = re.findall(r"<figure.*?<svg.*?<title>(.*?)</title>", page, re.DOTALL)

    assert len(titles) == 2
    assert "taskRoleArn leads to the task role" in titles[0]
    assert "AssumeRole to AWS STS" in titles[1]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_parameter_that_does_not_exist_is_never_shown(
    page: str, client: Client, language: str
) -> None:
    client.cookies["django_language"] = language

    shown = answer(client, "b", url=QUESTION, **HTMX).content.decode()

    assert "taskExecutionRoleArn" not in shown
    assert 'data-grade="correct"' in shown


def test_the_feedback_is_whole_in_both_languages(page: str, client: Client) -> None:
    for language in ("ja", "en"):
        client.cookies["django_language"] = language
        shown = answer(client, "c", url=QUESTION, **HTMX).content.decode()
        assert 'lang="' not in re.sub(r'<html lang="..">', "", shown)
