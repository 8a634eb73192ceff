from __future__ import annotations

from django.urls import path

from quiz.sittings import views

app_name = "sittings"
urlpatterns = [
    path("questions/<slug:question_id>/", views.question, name="question-detail"),
    path("responses/<uuid:response_id>/", views.feedback, name="response-feedback"),
    path("comparisons/<slug:comparison_id>/", views.comparison, name="comparison-detail"),
]
