"""Addresses of packages and of the officer's desk."""

from django.urls import path

from procurement import views

app_name = "procurement"
urlpatterns = [
    path("paket/", views.packages, name="packages"),
    path("paket/<str:rup_code>/", views.package, name="package"),
    path("pengadaan/", views.desk, name="desk"),
]
