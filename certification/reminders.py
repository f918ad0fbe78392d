"""Which reminder is due on a day, and when silence is right. Nothing here reads the clock or writes."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Max

from certification.models import (
    About,
    Application,
    Certificate,
    CertificateItem,
    Channel,
    EventKind,
    Kind,
    Scheme,
    Why,
)
from certification.schemes import P35_FROM
from certification.working_days import Calendar, YearUnknown
from umkm.access import Role
from umkm.models import ConsentPurpose

LADDER = (
    (Kind.BEFORE_180, -180),
    (Kind.BEFORE_90, -90),
    (Kind.BEFORE_30, -30),
    (Kind.BEFORE_14, -14),
    (Kind.BEFORE_7, -7),
    (Kind.BEFORE_1, -1),
    (Kind.AFTER_1, 1),
    (Kind.AFTER_28, 28),
)
"""Days from the end date, in order. It goes on after the end: what lapsed unseen is renewed too."""

LEGACY_STEP = (Kind.LEGACY, -1096)
"""Certificates of the old rules, which run three years, have one step more: they are asked at once to move to the new
rules (Permenperin 35/2025 Ps 72 a). It gives way to the ladder like every step."""

LAST_STEP_LASTS = 14
"""Days after the last step in which it is still sent; a certificate that ended long ago is not reminded of."""

FIRST, LAST = LADDER[0][1], LADDER[-1][1] + LAST_STEP_LASTS


@dataclass(frozen=True)
class Due:
    """One step that is due for one end date of a certificate."""

    about: About
    kind: Kind
    end_on: date
    due_on: date


@dataclass(frozen=True)
class Recipient:
    """Who is told and how; `user` is None where staff tell the owner, `why` then says why."""

    channel: Channel
    user: object = None
    why: str = ""


def step_on(end, on, *, is_legacy=False):
    """`(kind, due day)` of the one step that counts on day `on`, or None.

    Only the latest step that has come: whoever starts late is told once, and of the most urgent.
    """
    ladder = (LEGACY_STEP, *LADDER) if is_legacy and on >= P35_FROM else LADDER
    days = (on - end).days
    if not ladder[0][1] <= days <= LAST:
        return None
    kind, offset = [step for step in ladder if step[1] <= days][-1]
    due = end + timedelta(days=offset)
    return kind, max(due, P35_FROM) if kind == Kind.LEGACY else due


def of_old_rules(certificate, about):
    """Whether the end `about` belongs to a value of the old rules, which knew no BMP on the same certificate."""
    return certificate.scheme == Scheme.P46_2022 and about == About.TKDN


def ends_of(certificate):
    """`(about, end)` of what ends: the value, and the BMP where it ends earlier (Permenperin 35/2025 Ps 45)."""
    ends = {(About.TKDN, certificate.valid_until)}
    for item in certificate.items.all():
        if item.bmp_valid_until and item.bmp_valid_until < certificate.valid_until:
            ends.add((About.BMP, item.bmp_valid_until))
    return sorted(ends, key=lambda each: (each[1], each[0]))


def due_on(certificate, on):
    """Every `Due` of the certificate on day `on`: one for each of its end dates at most."""
    found = (
        (about, end, step_on(end, on, is_legacy=of_old_rules(certificate, about)))
        for about, end in ends_of(certificate)
    )
    return [Due(about, step[0], end, step[1]) for about, end, step in found if step]


@dataclass
class Coverage:
    """What already takes the place of certificates: newer ones, and applications, by product."""

    newest: dict = field(default_factory=dict)
    """Product → last day of its longest certificate that stands."""
    applied: dict = field(default_factory=lambda: defaultdict(list))
    """Product → days since when applications for it are open, or signed and waiting for their certificate."""

    @classmethod
    def of(cls, certificates, on):
        """For all products of `certificates` on day `on`; two queries."""
        products = {item.product_id for each in certificates for item in each.items.all()} - {None}
        items = CertificateItem.objects.filter(product__in=products).standing_on(on)
        found = cls(dict(items.order_by().values_list("product").annotate(Max("certificate__valid_until"))))
        for product, since in _running(products, on):
            found.applied[product].append(since)
        return found

    def silence(self, certificate, about, end, on):
        """Why nobody is reminded of this end, as a `Why`; empty when it is right to remind."""
        if certificate.revoked_on and certificate.revoked_on <= on:
            return Why.REVOKED
        if certificate.superseded_on and certificate.superseded_on <= on:
            return Why.RENEWED
        left = [item for item in _concerned(certificate, about, end) if not self._is_renewed(item, certificate)]
        if not left:
            return Why.RENEWED
        return Why.APPLIED if all(self._is_applied(item, certificate) for item in left) else ""

    def uncovered(self, certificate):
        """Items that nothing newer covers."""
        return [item for item in certificate.items.all() if not self._is_renewed(item, certificate)]

    def _is_renewed(self, item, certificate):
        return self.newest.get(item.product_id, date.min) > certificate.valid_until

    def _is_applied(self, item, certificate):
        """An application older than the certificate is the one that led to it."""
        return any(since > (certificate.issued_on or date.min) for since in self.applied.get(item.product_id, ()))


def _concerned(certificate, about, end):
    items = list(certificate.items.all())
    if about == About.BMP:
        return [item for item in items if item.bmp_valid_until == end]
    # A certificate whose products nobody entered yet ends all the same.
    return items or [CertificateItem(certificate=certificate)]


def _running(products, on):
    states = (*EventKind.open, EventKind.SIGNED)
    found = Application.objects.filter(product__in=products, item__isnull=True).with_state_on(on)
    return found.filter(state__in=states).values_list("product", "since")


def remindable(on):
    """Certificates with an end near day `on`, and all of the old rules, with what is asked of them; the queries do not
    grow with them."""
    near = Certificate.objects.ending_between(on - timedelta(days=LAST), on - timedelta(days=FIRST))
    legacy = Certificate.objects.filter(scheme=Scheme.P46_2022, business__isnull=False, valid_until__gte=on)
    return (near | legacy).for_reminding()


def recipients(certificate):
    """Whom to tell, each by one way; staff where no owner can be told, none where the owner wants no reminders."""
    paused = {pause.user_id for pause in certificate.pauses.all()}
    people = [each for each in certificate.business.memberships.all() if _may_be_told(each)]
    found = [_recipient(certificate, each.user) for each in people if each.user_id not in paused]
    owners = [each.user for each in people if each.kind == Role.OWNER]
    told = [each for each in found if not each.why]
    wanted = [user for user in owners if user.pk not in paused]
    if None in paused or (owners and not wanted) or any(each.user in wanted for each in told):
        return told
    untold = next((each.why for each in found if each.user in wanted), Why.NO_OWNER)
    return [*told, Recipient(Channel.STAFF, why=untold if phone_of(certificate.business) else Why.NO_CONTACT)]


def phone_of(business):
    """The number staff use: the record's, else an owner's own."""
    owners = [each for each in business.memberships.all() if _may_be_told(each) and each.kind == Role.OWNER]
    return business.phone or next((each.user.phone for each in owners if each.user.phone), "")


def _may_be_told(membership):
    return membership.withdrawn_at is None and membership.user.is_active


def _recipient(certificate, user):
    """By e-mail; by text where there is only a phone, and the owner allowed it (UU 27/2022 Ps 20(2)a).

    The question the owner answers names reminders, so without a yes none is sent by machine.
    """
    if user.email:
        return Recipient(Channel.MAIL, user)
    if not any(each.purpose == ConsentPurpose.BROADCAST for each in certificate.business.open_consents):
        return Recipient(Channel.TEXT, user, Why.NO_CONSENT)
    if settings.MESSAGE_GATEWAY != "http":
        return Recipient(Channel.TEXT, user, Why.NO_GATEWAY)
    return Recipient(Channel.TEXT, user)


def may_send_at(moment):
    """Whether people may be written to at the local `moment`: never at night; any day, or working days by setting."""
    if not settings.REMINDER_FROM_HOUR <= moment.hour < settings.REMINDER_UNTIL_HOUR:
        return False
    if not settings.REMINDER_WORKING_DAYS_ONLY:
        return True
    try:
        return Calendar.load().is_working(moment.date())
    except YearUnknown:
        return moment.weekday() < 5  # holidays nobody has decreed yet must not stop reminders
