"""The teaching part of a feedback page as HTML."""

from __future__ import annotations

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from quiz.bank.models import Rendition


def teaching_html(rendition: Rendition) -> SafeString:
    """In the page's language, which must be the rendition's."""
    return _html(rendition.pk, rendition.made_from)


@lru_cache(maxsize=512)
def _html(rendition_id: int, made_from: str) -> SafeString:
    """Kept by process, not stored: so a changed template shows at the next start."""
    taught = Rendition.objects.values_list("teaching", flat=True).get(pk=rendition_id)
    return render_to_string("bank/_teaching.html", {"taught": taught})
