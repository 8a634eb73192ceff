"""The form that answers one question, read from a POST."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quiz.bank.ready import LETTERS, Ready


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as the form shows it."""

    id: str
    is_checked: bool
    html: SafeString


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """`selected` is what was chosen of what was shown; `error` is "" where it may be graded.

    `ticket` is signed, and says what was shown; "" where the server knows that by the address.
    """

    action: str
    ticket: str
    options: tuple[Choice, ...]
    error: str = ""

    @property
    def selected(self) -> frozenset[str]:
        return frozenset(choice.id for choice in self.options if choice.is_checked)


def answer_form(
    shown: Ready,
    option_order: str,
    *,
    action: str,
    ticket: str = "",
    data: QueryDict | None = None,
    error: str = "",
) -> AnswerForm:
    """The form, empty; or bound to `data`, its choice kept and the error in words."""
    chosen = data.getlist("selected") if data is not None else []
    options = []
    for letter, id in zip(LETTERS, option_order, strict=False):
        is_checked = id in chosen
        html = shown.option_html(id, letter, is_checked=is_checked)
        options.append(Choice(id, is_checked, html))
    if data is not None and not error:
        error = _problem(chosen, options, shown.face["pick"])
    return AnswerForm(action, ticket, tuple(options), error)


def _problem(chosen: list[str], options: Sequence[Choice], pick: int) -> str:
    if not chosen:
        return ngettext("Choose one option first.", "Choose %(pick)d options first.", pick) % {
            "pick": pick
        }
    if set(chosen) - {choice.id for choice in options}:
        return _("One of the options sent is not among those shown. Choose again and send.")
    if len(set(chosen)) != pick or len(chosen) != pick:
        return ngettext(
            "Choose exactly one option; %(chosen)d were sent.",
            "Choose exactly %(pick)d options; %(chosen)d were sent.",
            pick,
        ) % {"pick": pick, "chosen": len(chosen)}
    return ""
