"""What the least Django view would cost that reads, or writes, one row for a known person."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import Context, Engine
from django.urls import path
from django.utils import timezone

from quiz.accounts.models import DeviceLink
from quiz.bank.models import Question

_WORDS = "".join(f"<p>line {n} of a page that says little</p>\n" for n in range(1000))
_PAGE = Engine().from_string("<html>{{ user.pk }} {{ row }}\n" + _WORDS[:6000] + "</html>")
_FRAGMENT = Engine().from_string("<div>{{ row.pk }}\n" + _WORDS[:4000] + "</div>")


def read(request: HttpRequest) -> HttpResponse:
    user = request.user
    row = Question.objects.get(pk="ecs-container-writes-s3")
    get_token(request)
    return HttpResponse(_PAGE.render(Context({"user": user, "row": row})))


def write(request: HttpRequest) -> HttpResponse:
    row = DeviceLink.objects.create(
        user_id=request.session["_auth_user_id"], digest=uuid.uuid4().hex, expires_at=timezone.now()
    )
    return HttpResponse(_FRAGMENT.render(Context({"row": row})))


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("read", read), path("write", write), path("healthz", healthz)]
