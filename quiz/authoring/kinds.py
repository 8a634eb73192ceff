"""The kinds of files, each with its shape."""

from __future__ import annotations

from quiz.authoring import shapes
from quiz.authoring.profile import Profile

KINDS: dict[str, type[shapes.File]] = {
    "question": shapes.Question,
    "translation": shapes.Translation,
    "comparison": shapes.Comparison,
    "misconceptions": shapes.Misconceptions,
    "exam": shapes.Exam,
    "profile": Profile,
}
