"""The staff's desk: the stock Django admin with the portal's clothes and a home page that is the day's work."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.db.models import TextChoices
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Work(TextChoices):
    """Parts of the office's work, in the order of the home page; each ModelAdmin names its own in `work`."""

    REGISTER = "usaha", _("Usaha")
    CERTIFICATES = "sertifikat", _("Sertifikat")
    MONEY = "pengadaan", _("Pengadaan")
    COACHING = "pembinaan", _("Pembinaan")
    REFERENCE = "acuan", _("Acuan")
    PEOPLE = "pengguna", _("Pengguna")


@dataclass(frozen=True)
class Card:
    """One kind of work that waits: how many, the list behind the number, and what to do with it."""

    title: str
    count: int
    url: str
    note: str = ""


class StaffDesk(AdminSite):
    """Its home is the day's work, not a list of models."""

    site_title = _("Meja petugas")
    site_header = _("Meja petugas – Portal TKDN-IK Lampung")
    index_title = _("Pekerjaan hari ini")
    site_url = "/"

    def __init__(self, name="admin"):
        """Without cards and charts: each app adds its own."""
        super().__init__(name)
        self._cards: list[tuple[str, Callable[[date], Card]]] = []
        self._charts: dict[type, Callable[[date], object]] = {}

    def card(self, permission):
        """Decorator: the function of a day that makes a card, shown to those who hold `permission`."""

        def add(function):
            self._cards.append((permission, function))
            return function

        return add

    def chart(self, *models):
        """Decorator: the function of a day that draws a figure above the lists of `models`; any app may draw it."""

        def add(function):
            self._charts.update(dict.fromkeys(models, function))
            return function

        return add

    def chart_of(self, model, day):
        """The figure above the list of `model`, or None; it costs one query."""
        draw = self._charts.get(model)
        return draw and draw(day)

    def grown(self, model):
        """Decorator: an app's richer admin takes the place of that of an app below it, which may not import it."""

        def replace(admin_class):
            self._registry[model] = admin_class(model, self)
            return admin_class

        return replace

    def cards_for(self, user, day):
        """The cards `user` may see; each costs one query."""
        return [make(day) for permission, make in self._cards if user.has_perm(permission)]

    def index(self, request, extra_context=None):
        """The day's work, then every list grouped by work."""
        cards = self.cards_for(request.user, timezone.localdate())
        return super().index(request, {"cards": cards, **(extra_context or {})})

    def get_app_list(self, request, app_label=None):
        """Models by work instead of by app, each with its help; one app alone stays as Django has it."""
        if app_label:
            return super().get_app_list(request, app_label)
        groups = {work: [] for work in Work}
        for app in self._build_app_dict(request).values():
            for entry in app["models"]:
                model_admin = self._registry[entry["model"]]
                entry["help"] = getattr(model_admin, "help", "")
                groups[getattr(model_admin, "work", Work.REFERENCE)].append(entry)
        home = reverse("admin:index", current_app=self.name)
        return [
            {
                "name": work.label,
                "app_label": work.value,
                "app_url": f"{home}#{work.value}",
                "has_module_perms": True,
                "models": entries,
            }
            for work, entries in groups.items()
            if entries
        ]

    def login(self, request, extra_context=None):
        """Sign in where everyone does; who is signed in but is not staff reads why the door stays shut."""
        if request.user.is_authenticated and not self.has_permission(request):
            context = {**self.each_context(request), "title": _("Khusus petugas")}
            return TemplateResponse(request, "admin/not_staff.html", context, status=403)
        return secure_admin_login(super().login)(request, extra_context)
