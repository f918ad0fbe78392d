"""All addresses of the portal, in Indonesian; each app keeps its own."""

from django.contrib import admin
from django.urls import include, path

from tkdnportal import health

urlpatterns = [
    path("", include("insight.urls")),
    path("", include("accounts.urls")),
    path("", include("certification.urls")),
    path("", include("procurement.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
