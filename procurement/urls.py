"""Addresses of the procurement pages."""

app_name = "procurement"
urlpatterns = []
