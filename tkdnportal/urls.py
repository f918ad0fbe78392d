"""All addresses of the portal, in Indonesian; each app keeps its own."""

from django.contrib import admin
from django.urls import include, path

from insight.api.problems import unknown_address
from insight.api.reading import docs
from insight.api.root import api
from tkdnportal import health, metrics, robots

urlpatterns = [
    path("", include("insight.urls")),
    path("", include("accounts.urls")),
    path("", include("umkm.urls")),
    path("", include("certification.urls")),
    path("", include("procurement.urls")),
    path("", include("bimtek.urls")),
    path("pendamping/hari-ini/", include("bimtek.action_urls")),
    path("api/v1/docs", docs, name="api-docs"),
    path("api/v1/", api.urls),
    path("api/v1/<path:rest>", unknown_address),
    path("admin/", admin.site.urls),
    path("robots.txt", robots.robots, name="robots"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
]
