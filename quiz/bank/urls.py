from __future__ import annotations

from django.urls import path

from quiz.bank import views

app_name = "bank"
urlpatterns = [
    path("authoring/", views.file_list, name="file-list"),
    path("authoring/<slug:file_id>/", views.file_preview, name="file-preview"),
]
