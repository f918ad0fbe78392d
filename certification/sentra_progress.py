"""How far a sentra has come: its members by step of the path, as one bar, and who is next."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from certification.triage import Reach, Stage, stages
from tkdnportal.bars import segments
from umkm.models import Business


class Part(TextChoices):
    """Parts of the bar, from the goal backwards; the value is how `static/css/portal.css` colours it."""

    CERTIFIED = "certified", _("bersertifikat")
    APPLIED = "applied", _("sudah mengajukan")
    READY = "ready", _("siap mengajukan")
    ON_THE_WAY = "way", _("masih melengkapi syarat")
    OUTSIDE = "outside", _("tidak dapat menempuh jalur ini sekarang")


OUTSIDE = (Stage.NOT_INDUSTRY, Stage.TOO_LARGE, Stage.BARRED, Stage.FROZEN)


@dataclass(frozen=True)
class Standing:
    """One member and where it stands today."""

    business: Business
    triaged: object
    part: Part


@dataclass(frozen=True)
class Progress:
    """Where the members of a sentra stand on a day."""

    members: list[Standing]

    @property
    def counts(self):
        """(part, number of members) for every part, in the order of the bar."""
        return [(part, sum(member.part == part for member in self.members)) for part in Part]

    @property
    def segments(self):
        """The bar."""
        return segments([(part.value, count) for part, count in self.counts])

    @property
    def certified(self):
        """How many hold a certificate."""
        return sum(member.part == Part.CERTIFIED for member in self.members)

    @property
    def next(self):
        """Who is next: members that can move, those farthest along first."""
        moving = [one for one in self.members if one.part in (Part.APPLIED, Part.READY, Part.ON_THE_WAY)]
        return sorted(moving, key=lambda one: (-one.triaged.reach, one.business.name, one.business.pk))


def part_of(triaged):
    """The part of the bar a member belongs to."""
    if triaged.reach == Reach.CERTIFIED:
        return Part.CERTIFIED
    if triaged.stage in OUTSIDE:
        return Part.OUTSIDE
    if triaged.stage in (Stage.APPLIED, Stage.RETURNED):
        return Part.APPLIED
    return Part.READY if triaged.reach >= Reach.VALIDATED else Part.ON_THE_WAY


def progress_of(sentra, on):
    """`Progress` of the members that have not left, on day `on`; two queries however many there are."""
    joined = Business.objects.unmerged().filter(
        sentra_memberships__sentra=sentra, sentra_memberships__left_on__isnull=True
    )
    businesses = {business.pk: business for business in joined.order_by("name", "pk")}
    triaged = {one.business_id: one for one in stages(on, list(businesses))} if businesses else {}
    return Progress([Standing(business, triaged[pk], part_of(triaged[pk])) for pk, business in businesses.items()])
