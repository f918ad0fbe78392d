"""Addresses of sign-in, and the door to each person's own desk."""

from allauth.account import views as allauth
from django.urls import include, path

from accounts import views

accounts = ([path("meja/", views.desk, name="desk"), path("bahasa/", views.language, name="language")], "accounts")

urlpatterns = [
    path("", include(accounts)),
    path("akun/", include("allauth.account.urls")),
    # After allauth's own, so that links lead to these shorter addresses.
    path("masuk/", allauth.login, name="account_login"),
    path("keluar/", allauth.logout, name="account_logout"),
]
