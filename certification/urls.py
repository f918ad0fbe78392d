"""Addresses of the search, of the check of a certificate, and of the owner's desk.

The desk keeps the names `umkm:desk` and `umkm:business`, which the register's models point to; its page lives here
because it shows SIINas accounts and certificates, which the register itself does not know.
"""

from django.urls import include, path

from certification import views

certification = (
    [
        path("pemasok/", views.suppliers, name="suppliers"),
        path("cek/", views.check, name="check"),
        path("s/<slug:token>/", views.check_by_token, name="token"),
    ],
    "certification",
)
owner = (
    [
        path("", views.own_businesses, name="desk"),
        path("<int:pk>/", views.business, name="business"),
    ],
    "umkm",
)

urlpatterns = [
    path("", include(certification)),
    path("usaha/", include(owner)),
]
