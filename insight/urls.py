"""Addresses of the insight pages."""

from django.urls import path

from insight import absorption_views, views

app_name = "insight"
urlpatterns = [
    path("", views.home, name="home"),
    path("dasbor/", views.dashboard, name="dashboard"),
    path("dasbor/serapan/", absorption_views.absorption, name="absorption"),
]
