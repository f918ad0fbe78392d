"""Addresses of the owner's pages below `/usaha/<pk>/`."""

from django.urls import path, re_path

from umkm.owner import consent_views, data_views, paper_views, photo_views, product_views

PRODUCT = "<int:pk>/produk/<int:product_pk>/"
PAPER = "<int:pk>/dokumen/<slug:slug>/"
CONSENT = "<int:pk>/izin/<slug:slug>/"
PHOTO = r"^(?P<pk>[0-9]+)/produk/(?P<product_pk>[0-9]+)/foto/(?P<photo_pk>[0-9]+)"

routes = [
    path("<int:pk>/data/", data_views.data, name="data"),
    path("<int:pk>/kirim-lagi/", data_views.send_again, name="send_again"),
    path("<int:pk>/produk/", product_views.products, name="products"),
    path("<int:pk>/produk/tambah/", product_views.product_add, name="product_add"),
    path(PRODUCT, product_views.product, name="product"),
    path(PRODUCT + "hapus/", product_views.product_remove, name="product_remove"),
    path(PRODUCT + "foto/", photo_views.photos_add, name="photos_add"),
    re_path(PHOTO + "/(?P<step>utama|maju|mundur)/$", photo_views.photo_move, name="photo_move"),
    re_path(PHOTO + "/hapus/$", photo_views.photo_remove, name="photo_remove"),
    path("<int:pk>/dokumen/", paper_views.papers, name="papers"),
    path(PAPER, paper_views.paper, name="paper"),
    path(PAPER + "<int:document_pk>/ganti/", paper_views.paper_replace, name="paper_replace"),
    path(PAPER + "<int:document_pk>/hapus/", paper_views.paper_remove, name="paper_remove"),
    path("<int:pk>/izin/", consent_views.consents, name="consents"),
    path(CONSENT + "beri/", consent_views.consent_give, name="consent_give"),
    path(CONSENT + "cabut/", consent_views.consent_withdraw, name="consent_withdraw"),
]
