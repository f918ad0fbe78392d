"""The vocabulary of sellers of the e-Katalog."""

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from certification.models import Certificate


class CatalogSellerQuerySet(models.QuerySet):
    """Questions about sellers."""

    def unknown(self):
        """The staff's queue: no business found, and nobody has said that there is none."""
        return self.filter(business__isnull=True, decision="")

    def undecided(self):
        """Those that a search may link, or link anew; what a clerk said stays."""
        return self.filter(decision="")

    def certified_on(self, day):
        """Sellers whose business holds a certificate that is valid on `day`."""
        return self.filter(_valid(day))

    def uncertified_on(self, day):
        """“Sells, not certified”: sellers of the register without a certificate that is valid on `day`."""
        return self.filter(~_valid(day), business__isnull=False)

    def placed_in(self, regency):
        """Of the kabupaten/kota with this code: where the business is, else where the list says."""
        return self.filter(Q(business__regency=regency) | Q(business__isnull=True, regency=regency))

    def with_sales(self):
        """With `sold` (rupiah of all years), `last_year` and `goods`, the names of what sold most."""
        own = apps.get_model("procurement.CatalogSale").objects.filter(seller=OuterRef("pk")).order_by()
        by_seller = own.values("seller")
        return self.annotate(
            sold=Coalesce(Subquery(by_seller.annotate(total=Sum("amount")).values("total")), 0),
            last_year=Subquery(by_seller.annotate(last=Max("year")).values("last")),
            goods=ArraySubquery(
                own.exclude(product="").values("product").annotate(total=Sum("amount"))
                .order_by("-total", "product").values("product")[:3]
            ),
        )  # fmt: skip

    def sold_by(self, businesses):
        """{business id: rupiah sold through the e-Katalog in all years} for those of `businesses` that sold any."""
        found = self.filter(business__in=businesses).order_by().values("business").annotate(sold=Sum("sales__amount"))
        return dict(found.filter(sold__gt=0).values_list("business", "sold"))


def _valid(day):
    return Exists(Certificate.objects.valid_on(day).filter(business=OuterRef("business")))
