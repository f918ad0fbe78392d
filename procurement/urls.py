"""Addresses of packages and of the officer's desk."""

from django.urls import path, re_path

from procurement import award_views, views

app_name = "procurement"
BOUGHT = r"pengadaan/paket/(?P<rup_code>[0-9]{6,12})/"
PK = r"(?P<pk>[0-9]{1,18})"
urlpatterns = [
    path("paket/", views.packages, name="packages"),
    re_path(r"^paket/(?P<rup_code>[0-9]{6,12})/$", views.package, name="package"),
    path("pengadaan/", views.desk, name="desk"),
    path("pengadaan/belum-dijelaskan/", award_views.unexplained_list, name="unexplained"),
    path("pengadaan/di-luar-paket/", award_views.outside_plan, name="outside_plan"),
    path("pengadaan/di-luar/<int:pk>/", award_views.leakage_change, name="leakage_change"),
    path("pengadaan/di-luar/<int:pk>/batal/", award_views.leakage_cancel, name="leakage_cancel"),
    re_path(rf"^{BOUGHT}$", award_views.purchases, name="purchases"),
    re_path(rf"^{BOUGHT}kontrak/$", award_views.award_add, name="award_add"),
    re_path(rf"^{BOUGHT}kontrak/{PK}/$", award_views.award_progress, name="award_progress"),
    re_path(rf"^{BOUGHT}kontrak/{PK}/perbaiki/$", award_views.award_correct, name="award_correct"),
    re_path(rf"^{BOUGHT}kontrak/{PK}/batal/$", award_views.award_cancel, name="award_cancel"),
    re_path(rf"^{BOUGHT}di-luar/$", award_views.leakage_add, name="leakage_add"),
]
