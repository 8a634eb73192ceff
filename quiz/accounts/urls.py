from __future__ import annotations

from django.urls import path

from quiz.accounts.views import account, device, entry, people, reset

app_name = "accounts"
urlpatterns = [
    path("account/", account.account_detail, name="account-detail"),
    path("account/sign-up/", entry.sign_up, name="sign-up"),
    path("account/log-in/", entry.log_in, name="log-in"),
    path("account/log-out/", entry.log_out, name="log-out"),
    path("account/password/", account.password_change, name="password-change"),
    path("account/email/", account.email_change, name="email-change"),
    path("account/delete/", account.account_delete, name="account-delete"),
    path("account/device/", device.device_link, name="device-link"),
    path("account/device/<str:token>/", device.device_open, name="device-open"),
    path("account/reset/", reset.password_reset, name="password-reset"),
    path(
        "account/reset/<str:uidb64>/<str:token>/",
        reset.password_reset_confirm,
        name="password-reset-confirm",
    ),
    path("people/", people.person_list, name="person-list"),
    path("people/<int:person_id>/", people.person_change, name="person-change"),
    path("people/<int:person_id>/delete/", people.person_delete, name="person-delete"),
]
