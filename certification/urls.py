"""Addresses of the search, of the public check and the ticket, of the owner's desk and the applications on it.

The desk keeps the names `umkm:desk` and `umkm:business`, which the register's models point to; its page lives here
because it shows SIINas accounts and certificates, which the register itself does not know.
"""

from django.urls import include, path

import umkm.urls
from certification import (
    application_views,
    card_views,
    check_views,
    renewal_views,
    report_views,
    sentra_views,
    status_views,
    supplier_views,
    views,
)
from certification.siinas.urls import routes as siinas
from certification.tkdn_pages.routes import routes as tkdn_routes

certification = (
    [
        path("pemasok/", views.suppliers, name="suppliers"),
        path("pemasok/usaha/<int:pk>/", supplier_views.supplier, name="supplier"),
        path("pemasok/foto/<int:pk>/<slug:key>/", supplier_views.photo, name="photo"),
        path("cek/", check_views.check_number, name="check"),
        path("status/", status_views.status, name="status"),
        path("pengingat/<str:token>/", renewal_views.pause, name="pause"),
        path("s/<str:token>/", check_views.check_token, name="token"),
        path("s/<str:token>/qr.svg", check_views.qr, name="qr"),
        path("s/<str:token>/lapor/", report_views.report, name="report"),
        path("s/<str:token>/lapor/terkirim/", report_views.thanks, name="reported"),
        path("usaha/<int:pk>/sertifikat/<int:certificate>/<slug:what>.pdf", card_views.prints, name="print"),
    ],
    "certification",
)
owner = (
    [
        path("", views.own_businesses, name="desk"),
        path("<int:pk>/", views.business, name="business"),
        path("<int:pk>/perpanjangan/", renewal_views.renewal, name="renewal"),
        *umkm.urls.routes,
    ],
    "umkm",
)
applications = (
    [
        path("", application_views.applications, name="list"),
        path("baru/", application_views.sent, name="sent"),
        path("<int:number>/", application_views.application, name="application"),
        path("<int:number>/tiket/", application_views.ticket, name="ticket"),
        path("<int:number>/tiket.svg", application_views.ticket_qr, name="ticket_qr"),
        path("<int:number>/<slug:slug>/", application_views.happened, name="happened"),
    ],
    "applications",
)

sentra = ([path("<int:pk>/", sentra_views.page, name="page")], "sentra")

urlpatterns = [
    path("", include(certification)),
    path("sentra/", include(sentra)),
    path("usaha/<int:pk>/permohonan/", include(applications)),
    path("usaha/<int:pk>/siinas/", include(siinas)),
    path("usaha/<int:pk>/", include((tkdn_routes, "tkdn"))),
    path("usaha/", include(owner)),
]
