"""Addresses of the search, of the public check and of the owner's desk.

The desk keeps the names `umkm:desk` and `umkm:business`, which the register's models point to; its page lives here
because it shows SIINas accounts and certificates, which the register itself does not know.
"""

from django.urls import include, path

import umkm.urls
from certification import check_views, supplier_views, views

certification = (
    [
        path("pemasok/", views.suppliers, name="suppliers"),
        path("pemasok/usaha/<int:pk>/", supplier_views.supplier, name="supplier"),
        path("pemasok/foto/<int:pk>/<slug:key>/", supplier_views.photo, name="photo"),
        path("cek/", check_views.check_number, name="check"),
        path("s/<str:token>/", check_views.check_token, name="token"),
        path("s/<str:token>/qr.svg", check_views.qr, name="qr"),
    ],
    "certification",
)
owner = (
    [
        path("", views.own_businesses, name="desk"),
        path("<int:pk>/", views.business, name="business"),
        *umkm.urls.routes,
    ],
    "umkm",
)

urlpatterns = [
    path("", include(certification)),
    path("usaha/", include(owner)),
]
