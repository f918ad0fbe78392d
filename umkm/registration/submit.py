"""From answers to the register: the business with everything that belongs to it, all or nothing, once."""

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q

from tkdnportal.crypto import encrypt, keyed_hash
from umkm.categories import CategoryRules
from umkm.documents import Checked, keep_checked
from umkm.identifiers import identity_key
from umkm.models import (
    Activity,
    Business,
    CategoryRule,
    DocumentKind,
    KbliVersion,
    Product,
    Registration,
    Source,
)
from umkm.models.document import ContentType
from umkm.registration.goods_forms import KbliForm


class AlreadyKnown(Exception):
    """The register has a business with this NIB or this owner's NIK, or the same one without a NIB."""


def known_business(*, nib="", nik=""):
    """The registered business with this NIB or this owner's NIK; None where there is none."""
    by_number = Q(nib=nib) if nib else Q(pk__in=())
    return Business.objects.filter(by_number | Q(nik_hash=keyed_hash(nik)) if nik else by_number).first()


@transaction.atomic
def submit(*, registration, by, at):
    """The business made of `registration`; a second call, from another device too, gives the same one.

    `at`: the moment, in local time. Raises AlreadyKnown, with nothing written.
    """
    kept = Registration.objects.select_for_update().get(pk=registration.pk)
    if kept.submitted_at:
        return kept.business
    business = _business(kept, by, at.date())
    _activity(business, kept.answers)
    products = _products(business, kept.answers)
    business.memberships.create(user=by, since=at.date())
    _documents(kept, business, products, by)
    # The NIK now stands in the business alone.
    kept.answers.pop("nik")
    kept.business, kept.submitted_at = business, at
    kept.save(update_fields=["answers", "business", "submitted_at"])
    return business


def _business(registration, by, day):
    facts = _facts(registration.answers, registration.nik)
    if not facts["nib"]:
        facts["identity_key"] = identity_key(
            name=facts["name"],
            regency=facts["regency_id"],
            district=facts["district_id"],
            owner=facts["owner_name"],
            phone=facts["phone"],
            address=facts["address"],
        )
    try:
        with transaction.atomic():
            return Business.objects.create(source=Source.OWNER, registered_on=day, email=by.email or "", **facts)
    except IntegrityError as error:
        if known_business(nib=facts["nib"], nik=registration.nik) or "business_without_nib_once" in str(error):
            raise AlreadyKnown from error
        raise


def _facts(answers, nik):
    return {
        "name": answers["nama"]["name"],
        "owner_name": answers["pemilik"]["owner_name"],
        "nib": answers["nib"]["nib"] or None,
        "nik_encrypted": encrypt(nik),
        "nik_hash": keyed_hash(nik),
        "npwp": answers["npwp"]["npwp"],
        "phone": answers["telepon"]["phone"],
        "regency_id": answers["kabupaten"]["regency"],
        "district_id": answers["kecamatan"]["district"],
        "address": answers["alamat"]["address"],
        "capital": answers["modal"]["exact"],
        "annual_sales": answers["omzet"]["exact"],
        "workers": answers["tenaga-kerja"]["exact"],
    }


def _code(answers):
    code = answers["kegiatan"]["code"]
    return "" if code == KbliForm.UNKNOWN else code


def _activity(business, answers):
    if code := _code(answers):
        Activity.objects.create(business=business, kbli_version=KbliVersion.V2020, kbli_code=code)


def _products(business, answers):
    """The products by their number in the draft; one whose category is not that of the KBLI code gets no code."""
    code = _code(answers)
    serves = CategoryRules(CategoryRule.objects.all()).of(KbliVersion.V2020, code) if code else []
    products = {}
    for one in answers["produk"]:
        fits = one["category"] in serves
        products[one["number"]] = Product.objects.create(
            business=business,
            name=one["name"],
            categories=[one["category"]],
            kbli_version=KbliVersion.V2020 if fits else "",
            kbli_code=code if fits else "",
            price=one["price"],
            unit=one["unit"],
            monthly_capacity=one["capacity"],
        )
    return products


def _documents(registration, business, products, by):
    photos = list(registration.photos.all())
    for photo in photos:
        with photo.file.open() as stored, photo.preview.open() as preview:
            checked = Checked(
                photo.name, ContentType.JPEG, ContentFile(stored.read()), ContentFile(preview.read()), photo.sha256
            )
        product = products[photo.product]
        keep_checked(checked=checked, kind=DocumentKind.PRODUCT_PHOTO, business=business, by=by, product=product)
    registration.photos.all().delete()
    transaction.on_commit(lambda: [forget(photo) for photo in photos])


def forget(photo):
    """Delete the files of a draft's photo; its row is the caller's business."""
    photo.file.delete(save=False)
    photo.preview.delete(save=False)
