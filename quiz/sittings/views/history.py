"""All sittings of a learner, their scores over time, and the same to take away."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from quiz.accounts.requests import LearnerRequest, learner_of
from quiz.accounts.views.answers import signed_in_only
from quiz.assessment.scoring import Score
from quiz.sittings.models import Sitting
from quiz.sittings.result import ended_at, result_of, summary_of
from quiz.sittings.views.exam_result import bar_of, names_of, place_in

SHOWN = 200  # sittings on the page
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@signed_in_only
def history(request: LearnerRequest) -> HttpResponse:
    own = _own(request)
    rows = list(_rows(own[: SHOWN + 1]))
    more = own.count() if len(rows) > SHOWN else 0
    context = {"rows": rows[:SHOWN], "charts": _charts(rows[:SHOWN]), "shown": SHOWN, "all": more}
    return render(request, "sittings/history.html", context)


@require_safe
@signed_in_only
def history_csv(request: LearnerRequest) -> HttpResponse:
    """Cells that a spreadsheet would take for a formula begin with an apostrophe."""
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="saa-quiz-sittings.csv"'},
    )
    response.write("\ufeff")  # or spreadsheets read Japanese as something else
    writer = csv.writer(response)
    names = ("began_at", "ended_at", "exam", "form", "status", "correct", "scored")
    writer.writerow([*names, "domain"])
    for row in _rows(_own(request)):
        for cells in _lines(row):
            writer.writerow([harmless(cell) for cell in cells])
    return response


def _lines(row: dict[str, Any]) -> Iterator[list[Any]]:
    """The sitting as a whole, and then by domain."""
    times = [at.isoformat() if at else "" for at in (row["began_at"], row["ended_at"])]
    head = [*times, row["exam"], row["form"], row["status"]]
    summary = row["summary"] or {"correct": "", "scored": "", "domains": {}}
    yield [*head, summary["correct"], summary["scored"], ""]
    for domain, (correct, scored) in summary["domains"].items():
        yield [*head, correct, scored, domain]


def harmless(cell: Any) -> str:
    """As text that no spreadsheet runs. Source: OWASP, "CSV Injection"."""
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _own(request: LearnerRequest) -> QuerySet[Sitting]:
    """All of them, the latest first."""
    own = Sitting.objects.sat_by(learner_of(request))
    return own.exclude(kind="").order_by("-began_at")


def _rows(sittings: QuerySet[Sitting]) -> Iterator[dict[str, Any]]:
    now = timezone.now()
    for sitting in sittings:
        yield _row(sitting, now)


def _row(sitting: Sitting, now: datetime) -> dict[str, Any]:
    is_running = sitting.takes_saves(now)  # no score as long as a last save may come in
    status = "abandoned" if sitting.abandoned_at else "running" if is_running else "finished"
    summary = None
    if status == "finished":  # past its deadline, perhaps, and nothing has written so yet
        summary = sitting.summary or summary_of(result_of(sitting))
    return {
        "exam": sitting.exam,
        "form": sitting.form or sitting.kind,
        "items": sitting.items,
        "began_at": sitting.began_at,
        "ended_at": None if is_running else ended_at(sitting, now),
        "status": status,
        "summary": summary,
        "bar": bar_of(Score(summary["correct"], summary["scored"])) if summary else None,
        "address": _address(sitting),
    }


def _address(sitting: Sitting) -> str:
    name = "exam-resume" if sitting.kind == Sitting.EXAM else "practice-resume"
    return reverse(f"sittings:{name}", args=[sitting.key])


def _charts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each exam and domain the share of right answers of each finished exam, oldest first."""
    points: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in reversed(rows):
        summary = row["summary"]
        if not summary or row["form"] == Sitting.PRACTICE:
            continue
        for domain, (correct, scored) in summary["domains"].items():
            percent = round(100 * correct / scored) if scored else 0
            points.setdefault((row["exam"], domain), []).append(
                {"began_at": row["began_at"], "percent": percent}
            )
    names = {exam: names_of(exam, get_language()) for exam in {exam for exam, _ in points}}
    charts = []
    for exam, domain in sorted(
        points, key=lambda pair: (pair[0], place_in(names[pair[0]], pair[1]))
    ):
        those = points[exam, domain]
        if len(those) < 2:  # one point is no trend
            continue
        step = 200 / max(1, len(those) - 1)
        for n, point in enumerate(those):
            point["x"], point["y"] = round(10 + n * step, 1), round(65 - 0.6 * point["percent"], 1)
        charts.append(
            {
                "name": names[exam].get(domain, domain),
                "points": those,
                "line": " ".join(f"{point['x']},{point['y']}" for point in those),
            }
        )
    return charts
