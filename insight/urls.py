"""Addresses of the insight pages."""

from django.urls import path

from insight import absorption_views, design_page, views

app_name = "insight"
urlpatterns = [
    path("", views.home, name="home"),
    path("dasbor/", views.dashboard, name="dashboard"),
    path("dasbor/usaha/", views.funnel, name="funnel"),
    path("dasbor/serapan/", absorption_views.absorption, name="absorption"),
    path("rupa/", design_page.design, name="design"),
]
