"""Addresses of the TKDN value and of readiness below `/usaha/<pk>/`."""

from django.urls import path, re_path

from certification import sentra_views
from certification.tkdn_pages import bmp_pages, calculation_views, component_views, readiness_views

ONE = "tkdn/<int:number>/"
COMPONENT = ONE + "bahan/<int:component_pk>/"
MOVE = r"^tkdn/(?P<number>[0-9]+)/bahan/(?P<component_pk>[0-9]+)/(?P<step>naik|turun)/$"

routes = [
    path("tkdn/", calculation_views.calculations, name="list"),
    path("tkdn/bmp/", bmp_pages.estimate, name="bmp"),
    path("tkdn/produk/<int:product_pk>/mulai/", calculation_views.start, name="start"),
    path("tkdn/produk/<int:product_pk>/rincian/", readiness_views.detail, name="detail"),
    path("tkdn/produk/<int:product_pk>/contoh/<int:template_pk>/", sentra_views.take, name="take"),
    path(ONE, calculation_views.result, name="result"),
    path(ONE + "pakai/", calculation_views.use, name="use"),
    path(ONE + "salin/", calculation_views.copy, name="copy"),
    path(ONE + "hapus/", calculation_views.discard, name="discard"),
    path(ONE + "hitung/", component_views.live, name="live"),
    path(ONE + "bahan/", component_views.component_add, name="component_add"),
    path(COMPONENT, component_views.component, name="component"),
    path(COMPONENT + "hapus/", component_views.component_remove, name="component_remove"),
    path(COMPONENT + "bukti/", component_views.evidence, name="evidence"),
    re_path(MOVE, component_views.component_move, name="component_move"),
    path(ONE + "tanya/<slug:slug>/", calculation_views.question, name="question"),
    path("siap/", readiness_views.readiness, name="ready"),
    path("siap/<int:product_pk>/lembar/", readiness_views.sheet, name="sheet"),
]
