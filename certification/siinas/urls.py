"""Addresses below `/usaha/<pk>/siinas/`."""

from django.urls import path

from certification.siinas import views

ACCOUNT = "<int:number>/"

routes = (
    [
        path("", views.accounts, name="accounts"),
        path("baru/", views.add, name="add"),
        path(ACCOUNT + "e-mail/", views.mail, name="mail"),
        path(ACCOUNT + "oss/", views.oss, name="oss"),
        path(ACCOUNT + "panduan/<slug:slug>/", views.guide, name="guide"),
        path(ACCOUNT + "panduan/<slug:slug>/isi/", views.tick, name="tick"),
        path(ACCOUNT + "kabar/<slug:slug>/", views.report, name="report"),
        path(ACCOUNT + "masih-benar/", views.confirm, name="confirm"),
        path(ACCOUNT + "surat/", views.letter, name="letter"),
    ],
    "siinas",
)
