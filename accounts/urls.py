"""Addresses of sign-in and sign-up, and the door to each person's own desk."""

from allauth.account import views as allauth
from django.urls import include, path

from accounts import code_views, factor_views, views

accounts = (
    [
        path("meja/", views.desk, name="desk"),
        path("bahasa/", views.language, name="language"),
        path("syarat/", views.notice, name="notice"),
    ],
    "accounts",
)

urlpatterns = [
    path("", include(accounts)),
    # Before allauth's own, which say neither how many tries are left nor that a code is too old.
    path("akun/phone/verify/", code_views.verify_phone),
    path("akun/confirm-email/", code_views.verify_email),
    path("akun/password/reset/confirm/", code_views.reset_code),
    path("akun/", include("allauth.account.urls")),
    # Before allauth's own, which offers it to everyone and asks for a code again straight after the first.
    path("akun/dua-langkah/totp/activate/", factor_views.SetUpView.as_view(), name="mfa_activate_totp"),
    path("akun/dua-langkah/", factor_views.FactorPage.as_view(), name="mfa_index"),
    path("akun/dua-langkah/", include("allauth.mfa.urls")),
    # After allauth's own, so that links lead to these shorter addresses.
    path("masuk/", allauth.login, name="account_login"),
    path("keluar/", allauth.logout, name="account_logout"),
    path("daftar/akun/", allauth.signup, name="account_signup"),
]
