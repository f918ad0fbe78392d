"""Addresses of the insight pages."""

app_name = "insight"
urlpatterns = []
