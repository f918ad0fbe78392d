"""Addresses of the certification pages."""

app_name = "certification"
urlpatterns = []
