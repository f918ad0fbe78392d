"""Addresses of the umkm pages."""

app_name = "umkm"
urlpatterns = []
