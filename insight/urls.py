"""Addresses of the insight pages."""

from django.urls import path

from insight import views

app_name = "insight"
urlpatterns = [path("", views.home, name="home"), path("dasbor/", views.dashboard, name="dashboard")]
