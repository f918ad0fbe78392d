"""What a clerk does with a reminder no machine could deliver: see the number, tell the owner, or say that it failed."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.models import Certificate, Reminder, State, Why
from certification.reminder_texts import short, whatsapp_url
from certification.reminders import phone_of
from certification.sending import hand_to_staff
from umkm.models import Datum, Disclosure, Purpose

NEXT_STEPS = {
    Why.NO_OWNER: gettext_lazy("Hubungi pemilik, lalu bantu ia membuat akun supaya pengingat lain sampai sendiri."),
    Why.NO_CONSENT: gettext_lazy("Hubungi pemilik, lalu tanyakan apakah ia mau pesan otomatis atau punya e-mail."),
    Why.NO_GATEWAY: gettext_lazy("Kirim lewat WhatsApp. Minta juga alamat e-mailnya."),
    Why.NO_CONTACT: gettext_lazy("Cari nomornya di NIB atau lewat kecamatan, lalu isi pada data usaha."),
    Why.REFUSED: gettext_lazy("Alamat e-mailnya salah. Hubungi pemilik, lalu minta administrator membetulkannya."),
    Why.BOUNCED: gettext_lazy("E-mailnya kembali. Hubungi pemilik, lalu minta administrator membetulkannya."),
    Why.GATEWAY: gettext_lazy("Kirim lewat WhatsApp atau telepon, dan periksa apakah nomornya masih dipakai."),
    Why.SERVER: gettext_lazy("Hubungi pemilik, dan beri tahu administrator bahwa server e-mail bermasalah."),
    Why.LOST: gettext_lazy("Mungkin sudah sampai, mungkin belum. Hubungi pemilik untuk memastikan."),
    Why.NO_ANSWER: gettext_lazy("Coba lagi pada jam lain, atau titipkan pesan lewat pendamping atau kecamatan."),
}
"""By the reason the reminder came to staff."""


@transaction.atomic
def reveal(*, reminder, by, on):
    """`(phone, WhatsApp link)` of the owner, shown once and written down (UU 27/2022 Ps 31); empty without a number."""
    certificate = Certificate.objects.for_reminding().get(pk=reminder.certificate_id)
    phone = phone_of(certificate.business)
    if not phone:
        return "", ""
    Disclosure.objects.create(business=certificate.business, datum=Datum.PHONE, by=by, purpose=Purpose.CALL)
    return phone, whatsapp_url(phone, short(reminder, on))


def told(*, reminder, by, at):
    """The owner knows now; the sentence for the clerk, or "" where a colleague was faster."""
    facts = {"state": State.HANDED, "handed_by": by, "sent_at": at, "tried_at": at}
    return _("Tercatat: pemilik sudah diberi tahu.") if _moved(reminder, facts) else ""


def no_answer(*, reminder, by, at):
    """Nobody answered: it stays in the queue, and says so."""
    facts = {"why": Why.NO_ANSWER, "tried_at": at}
    return _("Tercatat: belum terhubung. Pengingat ini tetap menunggu.") if _moved(reminder, facts) else ""


@transaction.atomic
def bounced(*, reminder, by, at):
    """The mail came back to the office's mailbox: a clerk tells the owner instead."""
    if reminder.state != State.SENT or reminder.user_id is None:
        return ""
    hand_to_staff(reminder, Why.BOUNCED)
    return _("Tercatat: e-mail kembali. Pemiliknya masuk ke daftar petugas.")


def _moved(reminder, facts):
    """One UPDATE, so that two clerks cannot both do it."""
    return bool(Reminder.objects.of_staff().filter(pk=reminder.pk).update(**facts))


DEEDS = {"diberitahu": told, "tidak-menjawab": no_answer, "kembali": bounced}
"""By the last part of the button's address."""
