"""What the public sees of a business: name, kabupaten/kota, products and certificates, never more.

A valid certificate makes a business public by the office's task (UU 27/2022 Ps 20(2)e); everything beyond the
certified goods, and a page without a certificate, needs the owner's consent (Ps 20(2)a).
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from accounts.roles import Role
from certification.models import Certificate
from umkm.models import Business, Consent, ConsentPurpose
from umkm.owner.photos import with_photos


@dataclass(frozen=True)
class Profile:
    """A business as everyone may see it; `products` is empty without the owner's consent to a public page."""

    business: Business
    certificates: list
    products: list
    is_consented: bool


def public_businesses(on):
    """Businesses with a public page on day `on`, each with `is_certified` and `is_consented`."""
    certified = Certificate.objects.valid_on(on).filter(business=OuterRef("pk"))
    annotated = Business.objects.annotate(
        is_certified=Exists(certified), is_consented=Exists(_consents(ConsentPurpose.PUBLIC_PROFILE))
    )
    return annotated.filter(Q(is_certified=True) | Q(is_consented=True))


def is_public(business, on):
    """Whether everyone may open the page of `business` on day `on`."""
    return public_businesses(on).filter(pk=business.pk).exists()


def showing_photos(on):
    """Businesses whose photos everyone may see."""
    return public_businesses(on).filter(is_consented=True)


def profile_of(business, on):
    """The public page of a business out of `public_businesses(on)`."""
    certificates = list(business.certificates.valid_on(on).prefetch_related("items").order_by("-valid_until", "pk"))
    for certificate in certificates:
        certificate.status = certificate.status_on(on)
    products = list(with_photos(business.products.order_by("name", "pk"))) if business.is_consented else []
    return Profile(business, certificates, products, business.is_consented)


def contact_of(business, user):
    """Telephone and e-mail for a signed-in officer where the owner consented; None for everyone else."""
    if not (user.is_authenticated and user.has_role(Role.OFFICER)):
        return None
    shared = business.consents.open().for_purpose(ConsentPurpose.SHARE_CONTACT).exists()
    return {"phone": business.phone, "email": business.email} if shared else None


def _consents(purpose):
    return Consent.objects.open().for_purpose(purpose).filter(business=OuterRef("pk"))
