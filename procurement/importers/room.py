"""What budget lines still have while packages of one file are taken in; the lines stay locked until the end."""

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from procurement.models import Budget
from umkm.importers.run import Refused


class Room:
    """Budget lines by (agency, year, category) with the rupiah that announced, active packages leave of each."""

    def __init__(self, agency_ids):
        """Locks the agencies' lines, so that no one else plans on them meanwhile."""
        lines = Budget.objects.filter(agency__in=agency_ids)
        self._by_key = {
            (line.agency_id, line.year, line.category): line for line in lines.order_by("pk").select_for_update()
        }
        planned = lines.order_by().annotate(
            planned=Sum("packages__ceiling", filter=Q(packages__is_active=True, packages__is_announced=True))
        )
        used = dict(planned.values_list("pk", "planned"))
        self._left = {line.pk: line.amount - (used[line.pk] or 0) for line in self._by_key.values()}

    def line_of(self, package):
        """The id of the line a package is paid from; None when there is no such line."""
        line = self._by_key.get((package.agency_id, package.year, package.category))
        return line.pk if line else None

    def take(self, column, before, package):
        """Book `package` on its line in place of `before` (None for a new one); Refused names what is left."""
        self._book(before, 1)
        left = self._left.get(package.budget_id, 0)
        wanted = weight(package)
        if wanted > left and wanted > 0:
            self._book(before, -1)
            raise Refused(column, package.ceiling, no_room(package, left))
        self._book(package, -1)

    def _book(self, package, sign):
        if package is not None and package.budget_id in self._left:
            self._left[package.budget_id] += sign * weight(package)


def no_room(package, left):
    """The sentence for a package that its budget line cannot hold; `left` in rupiah."""
    return _("Baris anggaran %(category)s %(year)s hanya bersisa Rp %(left)s; kecilkan pagu atau ubah anggarannya.") % {
        "category": package.get_category_display(),
        "year": package.year,
        "left": f"{left:,}".replace(",", "."),
    }


def weight(package):
    """Rupiah a package takes from its line: nothing while unannounced, withdrawn or without a line."""
    return package.ceiling if package.budget_id and package.is_active and package.is_announced else 0
