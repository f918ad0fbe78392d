"""Addresses of coaching days outside the staff's desk: the page behind the QR code, and the owner's invitation."""

from django.urls import path

from bimtek import check_in_views, owner_views

app_name = "bimtek"
urlpatterns = [
    path("bimtek/<str:token>/", check_in_views.attendance, name="check_in"),
    path("bimtek/<str:token>/tercatat/", check_in_views.recorded, name="checked_in"),
    path("usaha/<int:pk>/bimtek/<int:number>/", owner_views.invitation, name="invitation"),
]
