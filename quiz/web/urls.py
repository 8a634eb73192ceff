from __future__ import annotations

from django.urls import path

from quiz.web import views

app_name = "web"
urlpatterns = [
    path("language/", views.language, name="language-choose"),
    path("theme/", views.theme, name="theme-choose"),
]
