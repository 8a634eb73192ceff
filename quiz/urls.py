from __future__ import annotations

from django.urls import include, path

from quiz import home, own_data

handler400 = "quiz.web.errors.bad_request"
handler403 = "quiz.web.errors.permission_denied"
handler404 = "quiz.web.errors.not_found"
handler500 = "quiz.web.errors.server_error"

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", home.healthz, name="healthz"),
    path("account/data.json", own_data.own_data, name="own-data"),
    path("", include("quiz.web.urls")),
    path("", include("quiz.accounts.urls")),
    path("", include("quiz.bank.urls")),
    path("", include("quiz.sittings.urls")),
]
