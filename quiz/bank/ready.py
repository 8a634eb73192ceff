"""Renditions that are ready to be shown, kept by process: what `made_from` names never changes.

The HTML is kept here and not in the database, so that a changed template shows at the next start.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property, lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from quiz.assessment.item import Item
from quiz.bank.models import Rendition, Revision

LETTERS = "ABCDEF"  # of options, by displayed position
KEPT = 256  # renditions; one with two drawings and a table takes about 0.1 MB


class Ready:
    """A rendition in the page's language, its parts as HTML once they were asked for.

    What must not be known before an answer is not even read until the first answer.
    """

    def __init__(self, rendition: Rendition) -> None:
        self._rendition = rendition
        self._options: dict[tuple[str, str, bool], SafeString] = {}
        self._judged: dict[tuple[str, str], SafeString] = {}

    @property
    def revision(self) -> Revision:
        return self._rendition.revision

    @property
    def made_from(self) -> str:
        return self._rendition.made_from

    @property
    def face(self) -> Any:
        """What may be seen before an answer, as `render.face` made it."""
        return self._rendition.face

    @cached_property
    def face_html(self) -> SafeString:
        return render_to_string("bank/_face.html", {"face": self.face})

    @cached_property
    def answer_bar_html(self) -> SafeString:
        context = {"last_letter": LETTERS[len(self.face["options"]) - 1]}
        return render_to_string("bank/_answer_bar.html", context)

    def option_html(self, option_id: str, letter: str, *, is_checked: bool) -> SafeString:
        """An option to choose, at the place that `letter` says."""
        key = (option_id, letter, is_checked)
        if key not in self._options:
            context = {
                "shown": self,
                "id": option_id,
                "letter": letter,
                "is_checked": is_checked,
                "text": self.face["options"][option_id],
            }
            self._options[key] = render_to_string("bank/_option.html", context)
        return self._options[key]

    @cached_property
    def item(self) -> Item:
        return self.revision.item

    def judged_html(self, option_id: str, verdict: str) -> SafeString:
        """An option's text and what is said of it, when choosing or leaving it was `verdict`."""
        if (option_id, verdict) not in self._judged:
            option = {
                **self._rendition.judging["options"][option_id],
                "text": self.face["options"][option_id],
                "verdict": verdict,
            }
            self._judged[option_id, verdict] = render_to_string(
                "bank/_judged.html", {"option": option}
            )
        return self._judged[option_id, verdict]

    def teaching_html(self, untold: Collection[str] = ()) -> SafeString:
        """The takeaway, and all that is taught whatever was answered, without what is `untold`:
        comparisons that must not be shown now, by id."""
        if untold and any(table["id"] in untold for table in self._taught["comparisons"]):
            return self._teaching(untold)
        return self._whole_teaching

    @cached_property
    def _taught(self) -> Any:
        return self._rendition.teaching

    @cached_property
    def _whole_teaching(self) -> SafeString:
        return self._teaching()

    def _teaching(self, untold: Collection[str] = ()) -> SafeString:
        context = {
            "taught": self._taught,
            "untold": untold,
            "takeaway": self._rendition.judging["takeaway"],
        }
        return render_to_string("bank/_teaching.html", context)


@lru_cache(maxsize=KEPT)
def ready(revision_id: int, language: str, made_from: str) -> Ready:
    """`made_from` is what the caller knows the rendition by; an older one finds the one there is.

    Raises Rendition.DoesNotExist where the revision has no page in `language`.
    """
    faces = Rendition.objects.select_related("revision").defer(
        "judging", "teaching", "revision__document"
    )
    return Ready(faces.get(revision_id=revision_id, language=language))
