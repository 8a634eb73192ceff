"""What people type about themselves. Errors are in our words, and the first field with one is
focused when the page comes back."""

from __future__ import annotations

import logging
import threading
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import forms as auth_forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quiz.accounts.models import User
from quiz.accounts.names import LONGEST, is_plain, written

logger = logging.getLogger(__name__)


class FocusMixin(forms.BaseForm):
    """Focus on the first error without a script."""

    def full_clean(self) -> None:
        super().full_clean()
        self.focus_on_error()

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        self.focus_on_error()

    def focus_on_error(self) -> None:
        found: dict[str, Any] = getattr(self, "_errors", None) or {}
        if not found:
            return
        wrong = [name for name in self.fields if name in found] or list(self.fields)
        for name, field in self.fields.items():
            field.widget.attrs.pop("autofocus", None)
            if name == wrong[0]:
                field.widget.attrs["autofocus"] = True


def _password(label: Any, autocomplete: str, required: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": required},
    )


def _name(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Name"),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Enter a name.")},
        **kwargs,
    )


def _email(*, required: bool) -> forms.EmailField:
    return forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=required,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Enter an e-mail address."),
            "invalid": gettext_lazy("This is not an e-mail address."),
        },
    )


def checked_name(name: str) -> str:
    """`name` as it is kept. Raises ValidationError where it cannot be one."""
    name = written(name)
    if len(name) > LONGEST:
        raise ValidationError(_("Use at most 150 characters."))
    if not is_plain(name):
        raise ValidationError(
            _("Use letters, digits and signs that can be seen, and no control characters.")
        )
    return name


class SignUpForm(FocusMixin, forms.Form):
    name = _name(
        max_length=LONGEST * 4, help_text=gettext_lazy("Any name that is not taken, in any script.")
    )
    password = _password(
        gettext_lazy("Password"), "new-password", gettext_lazy("Enter a password.")
    )
    password_again = _password(
        gettext_lazy("Password, once more"),
        "new-password",
        gettext_lazy("Enter the password once more."),
    )
    email = _email(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = _("At least 8 characters, and not a common word.")
        self.fields["email"].help_text = (
            _("Not needed. With it you can reset a password that is lost.")
            if settings.HAS_EMAIL
            else _("Not needed.")
        )

    def clean_name(self) -> str:
        return checked_name(self.cleaned_data["name"])

    def clean(self) -> None:
        password, again = (
            self.cleaned_data.get(field, "") for field in ("password", "password_again")
        )
        if password and again and password != again:
            self.add_error("password_again", _("The two passwords differ."))
        if password:
            person = User(
                name=self.cleaned_data.get("name"), email=self.cleaned_data.get("email") or ""
            )
            try:
                password_validation.validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)


class LogInForm(FocusMixin, forms.Form):
    name = _name()
    password = _password(
        gettext_lazy("Password"), "current-password", gettext_lazy("Enter the password.")
    )


class ConfirmForm(FocusMixin, forms.Form):
    """The current password, before something that cannot be undone."""

    password = _password(
        gettext_lazy("Current password"), "current-password", gettext_lazy("Enter the password.")
    )


class EmailForm(FocusMixin, forms.Form):
    email = _email(required=False)
    password = _password(
        gettext_lazy("Current password"), "current-password", gettext_lazy("Enter the password.")
    )


class NewPasswordForm(FocusMixin, auth_forms.SetPasswordForm):  # type: ignore[type-arg] # generic in the stubs, not at run time
    """Django's, in our words. For a link, where the old password is not known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, again = self.fields["new_password1"], self.fields["new_password2"]
        first.label, again.label = _("New password"), _("New password, once more")
        first.help_text = _("At least 8 characters, and not a common word.")
        again.help_text = ""
        first.error_messages["required"] = _("Enter a password.")
        again.error_messages["required"] = _("Enter the password once more.")
        self.error_messages = {
            **self.error_messages,
            "password_mismatch": _("The two passwords differ."),
        }


class ChangePasswordForm(NewPasswordForm):
    """The view compares the old password, since tries are counted."""

    password = _password(
        gettext_lazy("Current password"), "current-password", gettext_lazy("Enter the password.")
    )
    field_order = ("password", "new_password1", "new_password2")


class ResetForm(FocusMixin, auth_forms.PasswordResetForm):
    """Sends by a thread of its own: the answer is as quick for an address that nobody has, and a
    mail server that is slow or away holds up no other visitor."""

    email = _email(required=True)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Where PUBLIC_URL is set, the link leads there, whatever host the request named."""
        scheme, _sep, domain = settings.CONFIG.public_url.partition("://")
        if domain:
            kwargs |= {"domain_override": domain, "use_https": scheme == "https"}
        super().save(*args, **kwargs)

    # Django's signature: a text of ours stands where it would render templates.
    def send_mail(
        self,
        subject_template_name: str,  # noqa: ARG002
        email_template_name: str,  # noqa: ARG002
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,  # noqa: ARG002
    ) -> None:
        message = EmailMessage(*_reset_mail(context), from_email, [to_email])
        threading.Thread(target=_send, args=(message,), name="mail").start()


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError:  # smtplib's errors are of its kind
        logger.exception("a mail to reset a password could not be sent")


def _reset_mail(context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text, in the language of the page that asked."""
    path = reverse("accounts:password-reset-confirm", args=[context["uid"], context["token"]])
    body = _(
        "Hello %(name)s,\n\n"
        "somebody, probably you, asked for a new password. Set it here:\n\n"
        "%(link)s\n\n"
        "The link works once, for three days. If it was not you, do nothing: "
        "the old password stays.\n"
    ) % {"name": context["user"], "link": f"{context['protocol']}://{context['domain']}{path}"}
    return _("A new password for SAA Quiz"), body
