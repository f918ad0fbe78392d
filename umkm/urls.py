"""Addresses that need nothing but the register; `certification.urls` adds the desk itself, and takes `routes` in."""

from django.urls import include, path

from umkm import claim_views, document_views, helpers
from umkm.owner.routes import routes as owner_routes
from umkm.registration import goods_views, prescreen_views, views

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
    path("daftar/", views.index, name="registration"),
    path("daftar/periksa/", views.review, name="registration_review"),
    path("daftar/produk/", goods_views.products),
    path("daftar/produk/<int:number>/", goods_views.product, name="registration_product"),
    path("daftar/produk/<int:number>/hapus/", goods_views.remove_product, name="registration_remove_product"),
    path("daftar/foto/", goods_views.photos),
    path("daftar/foto/<int:pk>/", goods_views.photo, name="registration_photo"),
    path("daftar/foto/<int:pk>/hapus/", goods_views.remove_photo, name="registration_remove_photo"),
    path("daftar/<slug:slug>/", views.step, name="registration_step"),
]
prescreen = (
    [
        path("", prescreen_views.start, name="start"),
        path("hasil/", prescreen_views.result, name="result"),
        path("<slug:key>/", prescreen_views.question, name="question"),
    ],
    "prescreen",
)

urlpatterns = [path("daftar/", include(prescreen))]
