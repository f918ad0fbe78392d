"""Addresses of the helper's day."""

from django.urls import path

from bimtek import action_views

app_name = "actions"
urlpatterns = [
    path("", action_views.today, name="today"),
    path("<int:pk>/", action_views.case, name="case"),
]
