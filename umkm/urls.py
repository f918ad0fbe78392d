"""Addresses below `/usaha/` that need nothing but the register; `certification.urls` adds the desk itself."""

from django.urls import path

from umkm import document_views
from umkm.owner.routes import routes as owner_routes

routes = [
    path("berkas/<int:pk>/", document_views.document, name="document"),
    *owner_routes,
]
