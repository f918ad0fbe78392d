"""Who may see a business and act for it: the owner, a helper whose consent stands, and staff. Every view asks here.

A stranger gets 404, since even that a record exists is not theirs to know (UU 27/2022 Ps 36, 39).
"""

from dataclasses import dataclass

import pghistory
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CASE_FIELD = "usaha"
"""The hidden field by which a form says for which business it was filled in."""


class Role(models.TextChoices):
    """As what a person acts for a business."""

    OWNER = "OWNER", gettext_lazy("pemilik")
    HELPER = "HELPER", gettext_lazy("pendamping")


@dataclass(frozen=True)
class Case:
    """One business opened by one person; `membership` is None where a clerk looks in."""

    business: object
    membership: object = None

    @property
    def is_helped(self):
        """Whether the person is a helper here, so that every page must say whose case is open."""
        return self.membership is not None and self.membership.kind == Role.HELPER

    @property
    def is_owned(self):
        """Whether the person owns the business: only owners invite and dismiss helpers."""
        return self.membership is not None and self.membership.kind == Role.OWNER


def belongs_to(user):
    """The condition on businesses that `user` acts for: an owner, or a helper whose consent was not withdrawn."""
    return Q(memberships__user_id=user.pk, memberships__withdrawn_at__isnull=True)


def open_case(request, pk):
    """The case of business `pk` for reading, kept as `request.case` for the bar on top of the page; else 404.

    What a helper changes from here on is marked in the audit trail.
    """
    return _opened(request, pk, request.user.memberships.active(), "umkm.view_business")


def change_case(request, pk):
    """The case of business `pk` for changing; call it inside the transaction that makes the change.

    The consent is locked until that transaction ends: a withdrawal waits for it, or comes first and refuses it.
    Raises Http404, PermissionDenied for a form filled in for another case.
    """
    memberships = request.user.memberships.active().select_for_update(of=("self",), no_key=True)
    case = _opened(request, pk, memberships, "umkm.change_business")
    refuse_other_case(request, pk)
    return case


def own_case(request, pk):
    """The case of business `pk` for its owner, and for nobody else; else 404."""
    case = open_case(request, pk)
    if not case.is_owned:
        raise Http404
    return case


def refuse_other_case(request, pk):
    """Two cases never mix: a form that names another business than its address is refused."""
    if request.POST.get(CASE_FIELD, str(pk)) != str(pk):
        raise PermissionDenied(
            _("Isian ini dibuat untuk usaha lain, jadi tidak disimpan. Buka usaha yang dimaksud, lalu isi di sana.")
        )


def _opened(request, pk, memberships, permission):
    membership = memberships.filter(business_id=pk).select_related("business__regency", "business__district").first()
    if membership:
        case = Case(membership.business, membership)
    elif request.user.has_perm(permission):
        businesses = apps.get_model("umkm.Business").objects.unmerged().select_related("regency", "district")
        case = Case(get_object_or_404(businesses, pk=pk))
    else:
        raise Http404
    request.case = case
    if case.is_helped:
        pghistory.context(helper_of=pk)
    return case
