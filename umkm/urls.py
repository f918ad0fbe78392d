"""Addresses below `/usaha/` that need nothing but the register; `certification.urls` adds the desk itself."""

from django.urls import path

from umkm import claim_views, document_views, helpers
from umkm.owner.routes import routes as owner_routes

routes = [
    path("berkas/<int:pk>/", document_views.document, name="document"),
    path("klaim/", claim_views.claim, name="claim"),
    path("klaim/<int:pk>/", claim_views.claim_state, name="claim_state"),
    path("klaim/<int:pk>/kirim-kode/", claim_views.claim_send, name="claim_send"),
    path("klaim/<int:pk>/bukti/", claim_views.claim_evidence, name="claim_evidence"),
    path("klaim/<int:pk>/batal/", claim_views.claim_withdraw, name="claim_withdraw"),
    path("bantu/", helpers.join, name="join"),
    path("pendamping/surat/", helpers.paper, name="consent_paper"),
    path("<int:pk>/pendamping/", helpers.helpers, name="helpers"),
    path("<int:pk>/pendamping/kode/", helpers.invite, name="invite"),
    path("<int:pk>/pendamping/<int:membership>/cabut/", helpers.withdraw, name="withdraw"),
    path("<int:pk>/berhenti/", helpers.leave, name="leave"),
    *owner_routes,
]
