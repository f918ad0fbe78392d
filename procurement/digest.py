"""Whom a day's packages concern, written down as one digest per owner before anything is sent."""

from collections import defaultdict
from typing import NamedTuple

from django.db import IntegrityError, transaction

from certification.models import Certificate, CertificateItem
from procurement.models import Digest, DigestEntry, Follow, Package, Result
from procurement.prospects import fitting
from procurement.versions import changes_between, facts_of, version_of
from tkdnportal.refusals import refusal_of
from umkm.models import Business, Consent, ConsentPurpose, Membership, Product


class Concern(NamedTuple):
    """A package that fits a product of a business."""

    package: Package
    business_id: int
    product_id: int


def write_digests(*, on):
    """Write the digest of day `on` for every owner who has news and none of that day yet; return their ids.

    Interrupted and begun again, it goes on where it stopped: each owner's digest is written whole or not at all.
    """
    follows = {(follow.user_id, follow.business_id): follow for follow in Follow.objects.all()}
    by_user = defaultdict(list)
    for user, business in _owners(on):
        if (user, business) not in follows or follows[user, business].stopped_at is None:
            by_user[user].append(business)
    concerns = concerns_of({business for several in by_user.values() for business in several}, on)
    certified = _certified({found.product_id for several in concerns.values() for found in several}, on)
    written = []
    for user, businesses in by_user.items():
        found = [one for business in businesses for one in concerns.get(business, ())]
        wanted = [one for one in found if wants(follows.get((user, one.business_id)), one.package)]
        digest = _write(user, businesses, wanted, certified, on)
        written.extend([digest.pk] if digest else [])
    return written


def _owners(on):
    """(user, business) of owners who may sign in and have no digest of the day."""
    owners = Membership.objects.active().owners().filter(user__is_active=True).exclude(user__digests__on=on)
    return list(owners.order_by("user", "business").values_list("user", "business"))


def concerns_of(business_ids, on):
    """{business: [Concern]} for products certified or not: matching itself says what would fit."""
    products = list(Product.objects.filter(business__in=business_ids).order_by("pk"))
    owner_of = {product.pk: product.business_id for product in products}
    found = defaultdict(list)
    for package, product_ids in fitting(products, on):
        seen = set()
        for product_id in product_ids:
            business = owner_of[product_id]
            if business not in seen:
                seen.add(business)
                found[business].append(Concern(package, business, product_id))
    return found


def wants(follow, package):
    """Whether the owner follows the package's category and place; a package without a place concerns everywhere."""
    if follow is None:
        return True
    place = package.regency_id or package.agency.regency_id
    right_category = not follow.categories or package.category in follow.categories
    return right_category and (not follow.regencies or place is None or place in follow.regencies)


def _certified(product_ids, on):
    """Ids of the products with a certificate valid on the day."""
    valid = Certificate.objects.valid_on(on)
    items = CertificateItem.objects.filter(product__in=product_ids, certificate__in=valid)
    return set(items.values_list("product", flat=True))


def _write(user_id, business_ids, concerns, certified, on):
    """One owner's digest with its entries, or None without news; another worker's digest of the day stands."""
    entries = [*_package_entries(user_id, concerns, certified), *_result_entries(user_id, business_ids)]
    if not entries:
        return None
    try:
        with transaction.atomic():
            digest = Digest.objects.create(user_id=user_id, on=on, **_ways(user_id, business_ids))
            for entry in entries:
                entry.digest = digest
            DigestEntry.objects.bulk_create(entries)
    except IntegrityError as error:
        if getattr(refusal_of(error), "constraint_name", None) != "digest_once_a_day":
            raise
        return None
    return digest


def _package_entries(user_id, concerns, certified):
    """An entry for each package the owner was never told of, or that changed since."""
    told = defaultdict(list)
    ids = {concern.package.pk for concern in concerns}
    earlier = DigestEntry.objects.filter(user=user_id, package__in=ids, result=None).order_by("pk")
    for package_id, version, facts in earlier.values_list("package", "version", "facts"):
        told[package_id].append((version, facts))
    entries = {}
    for concern in concerns:
        package = concern.package
        facts = facts_of(package)
        version = version_of(facts)
        before = told[package.pk]
        if package.pk in entries or version in dict(before):
            continue
        entries[package.pk] = DigestEntry(
            user_id=user_id, business_id=concern.business_id, product_id=concern.product_id, package=package,
            version=version, facts=facts, changes=changes_between(before[-1][1], facts) if before else [],
            is_certified=concern.product_id in certified,
        )  # fmt: skip
    return list(entries.values())


def _result_entries(user_id, business_ids):
    """An entry for each result the owner was not told of."""
    told = DigestEntry.objects.filter(user=user_id, result__isnull=False).values("result")
    results = Result.objects.filter(business__in=business_ids).exclude(pk__in=told).order_by("pk")
    return [
        DigestEntry(
            user_id=user_id,
            business_id=result.business_id,
            package_id=result.package_id,
            result=result,
            version=f"RESULT:{result.pk}",
        )
        for result in results
    ]


def _ways(user_id, business_ids):
    """By mail where the owner has an address; by text only with consent and a telephone."""
    has_email = Membership.objects.filter(user=user_id, user__email__isnull=False).exists()
    return {"mail_due": has_email, "text_due": bool(phones_of(business_ids))}


def phones_of(business_ids):
    """The telephones whose owners allow broadcasts today (UU 27/2022 Ps 20(2)a), each once."""
    allowed = Consent.objects.open().for_purpose(ConsentPurpose.BROADCAST).filter(business__in=business_ids)
    phones = Business.objects.filter(pk__in=allowed.values("business")).exclude(phone="")
    return sorted(set(phones.values_list("phone", flat=True)))


@transaction.atomic
def stop(*, user, at):
    """No more digests for any business the person owns; what was written but not sent stays unsent."""
    for business in Membership.objects.active().owners().filter(user=user).values_list("business", flat=True):
        Follow.objects.get_or_create(user=user, business_id=business)
    Follow.objects.filter(user=user, stopped_at=None).update(stopped_at=at)
    Digest.objects.filter(user=user, mailed_at=None).update(mail_due=False)
    Digest.objects.filter(user=user, texted_at=None).update(text_due=False)
