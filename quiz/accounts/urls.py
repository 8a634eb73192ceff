from __future__ import annotations

from django.urls import path

from quiz.accounts.views import account, device, entry, lost, people

app_name = "accounts"
urlpatterns = [
    path("account/", account.account, name="account-detail"),
    path("account/sign-up/", entry.sign_up_page, name="sign-up"),
    path("account/log-in/", entry.log_in_page, name="log-in"),
    path("account/log-out/", entry.log_out, name="log-out"),
    path("account/email/", account.email, name="email-change"),
    path("account/password/", account.password, name="password-change"),
    path("account/password/done/", account.password_changed, name="password-changed"),
    path("account/delete/", account.delete, name="account-delete"),
    path("account/deleted/", account.deleted, name="account-deleted"),
    path("account/device/", device.link, name="device-link"),
    path("account/device/<str:token>/", device.open_link, name="device-open"),
    path("account/reset/", lost.reset, name="password-reset"),
    path("account/reset/sent/", lost.reset_done, name="password-reset-done"),
    path("account/reset/done/", lost.reset_complete, name="password-reset-complete"),
    path(
        "account/reset/<uidb64>/<token>/",
        lost.reset_confirm,
        name="password-reset-confirm",
    ),
    path("people/", people.people, name="people-list"),
    path("people/<int:user_id>/activate/", people.activate, name="person-activate"),
    path("people/<int:user_id>/deactivate/", people.deactivate, name="person-deactivate"),
    path("people/<int:user_id>/delete/", people.delete, name="person-delete"),
    path("people/<int:user_id>/reset-link/", people.reset_link, name="person-reset"),
]
