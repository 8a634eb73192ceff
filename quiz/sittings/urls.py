from __future__ import annotations

from django.urls import path

from quiz.sittings.views import (
    browse,
    choose,
    comparison,
    exam,
    exam_result,
    history,
    practice,
    question,
)

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
    path("exams/", exam.exam_list, name="exam-list"),
    path("exams/<uuid:key>/", exam.exam_resume, name="exam-resume"),
    path("exams/<uuid:key>/<int:position>/", exam.exam_question, name="exam-question"),
    path("exams/<uuid:key>/finish/", exam.exam_finish, name="exam-finish"),
    path("exams/<uuid:key>/abandon/", exam.exam_abandon, name="exam-abandon"),
    path("exams/<uuid:key>/result/", exam_result.exam_result, name="exam-result"),
    path("exams/<uuid:key>/review/<int:position>/", exam_result.exam_review, name="exam-review"),
    path("practice/", choose.practice_choose, name="practice-choose"),
    path("practice/<uuid:key>/", practice.practice_resume, name="practice-resume"),
    path(
        "practice/<uuid:key>/<int:position>/", practice.practice_question, name="practice-question"
    ),
    path("practice/<uuid:key>/finish/", practice.practice_finish, name="practice-finish"),
    path("practice/<uuid:key>/summary/", practice.practice_summary, name="practice-summary"),
    path("history/", history.history, name="history"),
    path("history.csv", history.history_csv, name="history-csv"),
    path("drills/<uuid:run_id>/", comparison.drill_result, name="drill-result"),
    path("drills/<uuid:run_id>/<int:position>/", comparison.drill_response, name="drill-response"),
]
