from __future__ import annotations

from django.urls import path

from quiz.sittings.views import browse, comparison, question

app_name = "sittings"
urlpatterns = [
    path("questions/", browse.question_list, name="question-list"),
    path("questions/<slug:question_id>/", question.question_detail, name="question-detail"),
    path("questions/<slug:question_id>/flag/", question.question_flag, name="question-flag"),
    path(
        "questions/<slug:question_id>/next/",
        question.question_neighbour,
        {"step": "next"},
        name="question-next",
    ),
    path(
        "questions/<slug:question_id>/previous/",
        question.question_neighbour,
        {"step": "previous"},
        name="question-previous",
    ),
    path("responses/<uuid:response_id>/", question.response_feedback, name="response-feedback"),
    path("comparisons/", comparison.comparison_list, name="comparison-list"),
    path(
        "comparisons/<slug:comparison_id>/", comparison.comparison_detail, name="comparison-detail"
    ),
    path(
        "comparisons/<slug:comparison_id>/drill/",
        comparison.comparison_drill,
        name="comparison-drill",
    ),
    path("drills/<uuid:run_id>/", comparison.drill_result, name="drill-result"),
    path("drills/<uuid:run_id>/<int:position>/", comparison.drill_response, name="drill-response"),
]
