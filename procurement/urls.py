"""Addresses of packages and of the officer's desk."""

from django.urls import path, re_path

from procurement import category_views, views

app_name = "procurement"
urlpatterns = [
    path("paket/", views.packages, name="packages"),
    re_path(r"^paket/(?P<rup_code>[0-9]{6,12})/$", views.package, name="package"),
    re_path(r"^pengadaan/paket/(?P<rup_code>[0-9]{6,12})/kategori/$", category_views.category, name="category"),
    path("pengadaan/", views.desk, name="desk"),
]
