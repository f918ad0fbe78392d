"""Addresses of packages, of evidence, and of the officer's desk."""

from django.urls import path, re_path

from procurement import (
    award_views,
    category_views,
    compare_views,
    desk_views,
    evidence_views,
    follow_views,
    offer_views,
    preference_views,
    shortlist_views,
    views,
)

RUP_CODE = "(?P<rup_code>[0-9]{6,12})"
SHORTLIST = rf"^pengadaan/daftar-pendek/{RUP_CODE}/"

app_name = "procurement"
BOUGHT = r"pengadaan/paket/(?P<rup_code>[0-9]{6,12})/"
PK = r"(?P<pk>[0-9]{1,18})"
urlpatterns = [
    path("paket/", views.packages, name="packages"),
    re_path(rf"^paket/{RUP_CODE}/$", views.package, name="package"),
    re_path(rf"^{BOUGHT}kategori/$", category_views.category, name="category"),
    path("usaha/<int:pk>/kabar/", follow_views.follow, name="follow"),
    path("usaha/<int:pk>/kabar/berhenti/", follow_views.pause, name="follow_stop"),
    path("kabar/berhenti/<str:token>/", follow_views.digest_stop, name="digest_stop"),
    path("pemasok/banding/", compare_views.compare, name="compare"),
    path("pengadaan/", desk_views.desk, name="desk"),
    path("pengadaan/bukti/", evidence_views.mine, name="my_evidence"),
    path("pengadaan/preferensi-harga/", preference_views.calculator, name="price_preference"),
    re_path(SHORTLIST + "$", shortlist_views.shortlist, name="shortlist"),
    re_path(SHORTLIST + "tambah/$", shortlist_views.add, name="shortlist_add"),
    re_path(SHORTLIST + r"(?P<pk>[0-9]{1,18})/catatan/$", shortlist_views.note, name="shortlist_note"),
    re_path(SHORTLIST + r"(?P<pk>[0-9]{1,18})/hapus/$", shortlist_views.remove, name="shortlist_remove"),
    re_path(SHORTLIST + "penawaran/$", offer_views.ask, name="offers_ask"),
    re_path(SHORTLIST + r"(?P<pk>[0-9]{1,18})/jawaban/$", offer_views.answer, name="offer_answer"),
    re_path(rf"^pengadaan/tarik-pernyataan/{RUP_CODE}/$", evidence_views.withdraw, name="no_supplier_withdraw"),
    path("bukti/baru/", evidence_views.freeze, name="freeze"),
    path("bukti/<str:code>/", evidence_views.evidence, name="evidence"),
    path("bukti/<str:code>/bukti.pdf", evidence_views.pdf, name="evidence_pdf"),
    path("bukti/<str:code>/qr.svg", evidence_views.qr, name="evidence_qr"),
    path("bukti/<str:code>/tidak-ada-pemasok/", evidence_views.declare, name="no_supplier"),
    path("pengadaan/belum-dijelaskan/", award_views.unexplained_list, name="unexplained"),
    path("pengadaan/di-luar-paket/", award_views.outside_plan, name="outside_plan"),
    path("pengadaan/di-luar/<int:pk>/", award_views.leakage_change, name="leakage_change"),
    path("pengadaan/di-luar/<int:pk>/berkas/", award_views.leakage_proof, name="leakage_proof"),
    path("pengadaan/di-luar/<int:pk>/batal/", award_views.leakage_cancel, name="leakage_cancel"),
    re_path(rf"^{BOUGHT}$", award_views.purchases, name="purchases"),
    re_path(rf"^{BOUGHT}kontrak/$", award_views.award_add, name="award_add"),
    re_path(rf"^{BOUGHT}kontrak/{PK}/$", award_views.award_progress, name="award_progress"),
    re_path(rf"^{BOUGHT}kontrak/{PK}/perbaiki/$", award_views.award_correct, name="award_correct"),
    re_path(rf"^{BOUGHT}kontrak/{PK}/batal/$", award_views.award_cancel, name="award_cancel"),
    re_path(rf"^{BOUGHT}di-luar/$", award_views.leakage_add, name="leakage_add"),
]
