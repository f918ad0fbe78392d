"""Addresses of packages and of the officer's desk."""

from django.urls import path, re_path

from procurement import category_views, follow_views, views

app_name = "procurement"
urlpatterns = [
    path("paket/", views.packages, name="packages"),
    re_path(r"^paket/(?P<rup_code>[0-9]{6,12})/$", views.package, name="package"),
    re_path(r"^pengadaan/paket/(?P<rup_code>[0-9]{6,12})/kategori/$", category_views.category, name="category"),
    path("usaha/<int:pk>/kabar/", follow_views.follow, name="follow"),
    path("usaha/<int:pk>/kabar/berhenti/", follow_views.pause, name="follow_stop"),
    path("kabar/berhenti/<str:token>/", follow_views.digest_stop, name="digest_stop"),
    path("pengadaan/", views.desk, name="desk"),
]
