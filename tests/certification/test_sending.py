"""Sending: once at most, delayed and never lost, also when the mail server or the worker breaks."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from io import StringIO
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, connection, transaction
from django.urls import reverse

from certification import sending
from certification.deliveries import Postman
from certification.models import Reminder, ReminderPause, Stake
from certification.reminder_texts import context, read_pause, short, whatsapp_url
from certification.reminder_texts import mail as mail_of
from certification.sending import plan, run, send, send_ready, settle_lost
from tests.certification import mail_server as servers
from tests.certification.mail_server import mail_server
from tests.certification.test_reminders import certificate_of
from tests.conftest import TODAY
from tests.factories import UserFactory

AT = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def server(settings):
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 1
        yield running


@pytest.fixture
def waiting(usaha):
    """One reminder that is ready to be sent."""
    certificate_of(usaha)
    plan(on=TODAY, at=AT)
    return Reminder.objects.get()


def state_of(reminder):
    reminder.refresh_from_db()
    return reminder.state, reminder.why, reminder.tries


def test_a_letter_leaves_once_however_often_it_is_asked_for(server, waiting):
    first = run(on=TODAY, at=AT)
    again = run(on=TODAY, at=AT + timedelta(minutes=10))

    assert (first["sent"], again["sent"]) == (1, 0)
    assert len(server.letters) == 1
    assert state_of(waiting) == ("SENT", "", 1)
    assert waiting.sent_at == AT


def test_the_letter_is_one_a_mail_program_can_unsubscribe_from(server, waiting, pemilik, settings):
    send_ready(on=TODAY, at=AT)

    (letter,) = server.letters
    assert letter["To"] == pemilik.email
    # A long header is folded; signatures made in different seconds differ.
    assert "".join(letter["List-Unsubscribe"].split()).startswith(f"<{settings.SITE_URL}/pengingat/")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("mood", [servers.DEAF, servers.DROPS, servers.BUSY, servers.SILENT])
def test_a_broken_server_delays_and_loses_nothing(server, waiting, mood):
    server.mood = mood
    counts = send_ready(on=TODAY, at=AT)
    server.let_go.set()

    assert counts["later"] == 1
    assert state_of(waiting) == ("WAITING", "SERVER", 1)
    assert waiting.next_try_at == AT + timedelta(minutes=10)

    server.mood = servers.GOOD
    assert send_ready(on=TODAY, at=AT + timedelta(minutes=9))["sent"] == 0
    assert send_ready(on=TODAY, at=AT + timedelta(minutes=10))["sent"] == 1
    assert len(server.letters) == 1


def test_no_server_at_all_delays_too(server, waiting, settings):
    settings.EMAIL_PORT = 1

    assert send_ready(on=TODAY, at=AT)["later"] == 1
    assert state_of(waiting) == ("WAITING", "SERVER", 1)


def test_every_try_bears_the_same_message_id(server, waiting):
    send_ready(on=TODAY, at=AT)
    first = server.letters[0]["Message-ID"]
    connection.cursor().execute("SET session_replication_role = replica")
    Reminder.objects.update(state="WAITING", next_try_at=AT, sent_at=None)
    connection.cursor().execute("SET session_replication_role = DEFAULT")

    send_ready(on=TODAY, at=AT)

    assert [letter["Message-ID"] for letter in server.letters] == [first, first]


def test_a_server_that_does_not_answer_is_asked_once_a_run(server, usaha):
    for left in (29, 28):
        certificate_of(usaha, left=left)
    plan(on=TODAY, at=AT)
    server.mood = servers.DROPS

    send_ready(on=TODAY, at=AT)

    assert sorted(Reminder.objects.values_list("tries", flat=True)) == [0, 1]


def test_pauses_between_tries_double_and_end_with_staff(server, waiting):
    server.mood, at, pauses = servers.DROPS, AT, []
    for _ in range(sending.MOST_TRIES):
        send_ready(on=TODAY, at=at)
        waiting.refresh_from_db()
        if waiting.next_try_at:
            pauses.append((waiting.next_try_at - at).total_seconds() / 60)
            at = waiting.next_try_at

    assert pauses == [10, 20, 40, 80, 160, 320, 640]
    assert state_of(waiting) == ("FAILED", "SERVER", 8)
    assert Reminder.objects.of_staff().get().why == "SERVER"


def test_a_refused_address_goes_to_staff_at_once(server, waiting):
    server.mood = servers.REFUSES

    counts = send_ready(on=TODAY, at=AT)

    assert counts["failed"] == 1
    assert state_of(waiting) == ("FAILED", "REFUSED", 1)
    assert Reminder.objects.of_staff().get().why == "REFUSED"
    assert "@" not in waiting.detail


def test_a_helpers_refused_address_is_not_the_clerks_work(server, usaha, pemilik):
    consent = {"kind": "HELPER", "given_by": pemilik, "given_at": AT, "wording": "2026-11", "since": TODAY}
    helper = usaha.memberships.create(user=UserFactory(), **consent)
    certificate_of(usaha)
    plan(on=TODAY, at=AT)
    Reminder.objects.exclude(user=helper.user).delete()
    server.mood = servers.REFUSES

    send_ready(on=TODAY, at=AT)

    assert Reminder.objects.get().state == "FAILED"


def test_at_night_it_is_written_down_and_sent_in_the_morning(server, usaha):
    certificate_of(usaha)
    night = AT.replace(hour=3)

    assert run(on=TODAY, at=night) == {"planned": 1, "dropped": 0}
    assert server.letters == []
    assert run(on=TODAY, at=AT)["sent"] == 1


def test_a_renewal_in_the_last_moment_stops_the_letter(server, waiting):
    waiting.certificate.revoked_on = TODAY
    waiting.certificate.save()

    assert send_ready(on=TODAY, at=AT)["skipped"] == 1
    assert server.letters == []
    assert state_of(waiting) == ("SKIPPED", "REVOKED", 1)


KILLED = """
import django; django.setup()
from datetime import datetime
from certification.sending import send_ready
at = datetime.fromisoformat("{at}")
send_ready(on=at.date(), at=at)
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_half_way_never_doubles(server, waiting):
    server.mood = servers.SILENT
    worker = subprocess.Popen(
        [sys.executable, "-c", KILLED.format(at=AT.isoformat())],
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "tkdnportal.settings",
            "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])
            ._replace(path="/" + connection.settings_dict["NAME"])
            .geturl(),
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "EMAIL_TIMEOUT": "60",
        },
    )
    assert server.reached.wait(60)
    while_sending = (state_of(waiting), settle_lost(at=AT + timedelta(hours=1)))
    worker.kill()
    worker.wait()
    server.mood = servers.GOOD
    _wait_for_the_lock(waiting)

    soon = run(on=TODAY, at=AT + timedelta(minutes=1))
    later = run(on=TODAY, at=AT + timedelta(hours=1))

    assert while_sending == (("SENDING", "", 1), 0)
    assert (soon["sent"], soon["lost"]) == (0, 0)
    assert (later["sent"], later["lost"]) == (0, 1)
    assert server.letters == []
    assert state_of(waiting) == ("UNCERTAIN", "LOST", 1)
    assert Reminder.objects.of_staff().get().why == "LOST"


def _wait_for_the_lock(reminder):
    """The database notices the killed worker's connection on its own; this waits until it has."""
    with transaction.atomic():
        Reminder.objects.select_for_update().get(pk=reminder.pk)


@pytest.mark.django_db
def test_who_comes_second_finds_it_taken(server, waiting):
    with Postman() as postman:
        first = send(waiting.pk, on=TODAY, at=AT, postman=postman)
        second = send(waiting.pk, on=TODAY, at=AT, postman=postman)

    assert (first, second) == ("sent", "taken")


def copy(reminder, **fields):
    kept = ("certificate_id", "about", "kind", "end_on", "due_on", "channel", "user_id", "state", "next_try_at")
    Reminder.objects.create(**{name: getattr(reminder, name) for name in kept} | fields)


STAFF = {"channel": "STAFF", "user_id": None, "state": "STAFF", "next_try_at": None, "why": "NO_OWNER"}


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({}, "reminder_once_per_person"),
        ({"kind": "SOON"}, "reminder_codes_are_known"),
        ({"kind": "AFTER_1", "user_id": None}, "reminder_state_fits_its_channel"),
        ({"kind": "AFTER_1", "state": "SENT", "next_try_at": None}, "reminder_told_iff_dated"),
        ({"kind": "AFTER_1", "next_try_at": None}, "reminder_waiting_has_a_next_try"),
        ({"kind": "AFTER_1", "state": "FAILED", "next_try_at": None}, "reminder_untold_says_why"),
        (STAFF | {"state": "HANDED", "sent_at": AT}, "reminder_handed_by_somebody"),
    ],
)
def test_the_database_refuses(waiting, fields, rule):
    with pytest.raises(IntegrityError, match=rule):
        copy(waiting, **fields)


def test_staff_have_one_row_for_each_step(waiting):
    copy(waiting, **STAFF)

    with pytest.raises(IntegrityError, match="reminder_once_for_staff"):
        copy(waiting, **STAFF)


def test_what_was_sent_cannot_be_made_waiting_again(server, waiting):
    send_ready(on=TODAY, at=AT)

    with pytest.raises(InternalError, match="Cannot update"), connection.cursor() as cursor:
        cursor.execute("UPDATE certification_reminder SET state = 'WAITING', next_try_at = now(), sent_at = NULL")


def test_a_stake_at_risk_is_part_of_the_whole(waiting):
    with pytest.raises(IntegrityError, match="stake_at_risk_is_a_part"):
        Stake.objects.create(
            certificate=waiting.certificate, packages=1, rupiah=5, packages_at_risk=1, rupiah_at_risk=6, on=TODAY
        )


@pytest.mark.parametrize("user", [True, False])
def test_a_pause_is_kept_once(waiting, user):
    user = waiting.user if user else None
    ReminderPause.objects.create(certificate=waiting.certificate, user=user, since=AT)

    with pytest.raises(IntegrityError, match="reminder_pause_once"):
        ReminderPause.objects.create(certificate=waiting.certificate, user=user, since=AT)


def test_the_letter_says_what_ends_and_what_hangs_on_it(waiting):
    certificate = waiting.certificate
    certificate.number, certificate.scheme = "12/SJ-IND.8/TKDN/1/2024", "P46_2022"
    certificate.save()
    Stake.objects.create(
        certificate=certificate, packages=3, rupiah=120_000_000, packages_at_risk=0, rupiah_at_risk=0, on=TODAY
    )

    letter = mail_of(Reminder.objects.get(), TODAY)

    assert letter.subject == "Sertifikat TKDN Keripik Sari Rasa berakhir 30 hari lagi"
    for words in (
        "Sertifikat TKDN 12/SJ-IND.8/TKDN/1/2024 berlaku sampai 24 Des 2026, 30 hari lagi.",
        "- Keripik pisang\n",
        "cocok untuk 3 paket belanja pemerintah, nilainya Rp\u00a0120.000.000.",
        f"/usaha/{certificate.business_id}/",
        "Permenperin 35/2025",
        "/pengingat/",
    ):
        assert words in letter.body


@pytest.mark.parametrize(
    ("facts", "subject", "words"),
    [
        ({"left": 0}, "Sertifikat TKDN Keripik Sari Rasa berakhir hari ini", "siapkan perpanjangan"),
        ({"left": -1}, "Sertifikat TKDN Keripik Sari Rasa sudah berakhir 23 Nov 2026", "ajukan sertifikat baru"),
        ({"frozen_from": TODAY}, "Sertifikat TKDN Keripik Sari Rasa berakhir 30 hari lagi", "sedang dibekukan"),
    ],
)
def test_other_days_have_other_words(usaha, facts, subject, words):
    certificate_of(usaha, **facts)
    plan(on=TODAY, at=AT)

    letter = mail_of(Reminder.objects.get(), TODAY)

    assert letter.subject == subject
    assert words in letter.body
    assert words.split()[0].lower() in short(Reminder.objects.get(), TODAY).lower()


def test_a_name_with_a_line_break_adds_no_header(waiting):
    waiting.certificate.business.name = "Keripik\nBcc: semua@example.id"
    waiting.certificate.business.save()

    letter = mail_of(Reminder.objects.get(), TODAY)

    assert "\n" not in letter.subject


def test_the_row_keeps_the_readers_language(client, usaha, pemilik):
    client.force_login(pemilik)
    client.post(reverse("accounts:language"), {"language": "en"})
    certificate_of(usaha)

    plan(on=TODAY, at=AT)

    assert Reminder.objects.get().language == "en"


def test_a_visitors_language_is_nobodys(client, pemilik):
    client.post(reverse("accounts:language"), {"language": "en"})

    pemilik.refresh_from_db()
    assert pemilik.language == ""


@pytest.mark.django_db
def test_a_language_nobody_speaks_is_refused(pemilik):
    pemilik.language = "xx"

    with pytest.raises(IntegrityError, match="user_language_is_known"):
        pemilik.save()


def test_a_whatsapp_link_carries_the_text():
    assert whatsapp_url("+6281234567890", "Halo & apa") == "https://wa.me/6281234567890?text=Halo%20%26%20apa"


def test_a_staff_row_speaks_for_the_business(waiting):
    waiting.user = None

    token = context(waiting, TODAY)["pause_url"].rstrip("/").rsplit("/", 1)[1]

    assert read_pause(token) == (waiting.certificate_id, None)


def said(*arguments):
    out = StringIO()
    call_command("send_reminders", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def always(settings):
    """The command reads the clock: any hour is good for these tests."""
    settings.REMINDER_FROM_HOUR, settings.REMINDER_UNTIL_HOUR = 0, 24


def test_the_command_sends_once_and_says_so(usaha, always):
    certificate_of(usaha)

    first, again = said("--on", "2026-11-24"), said("--on", "2026-11-24")

    assert first[:2] == ["Disiapkan: 1", "Terkirim: 1"]
    assert again[:2] == ["Disiapkan: 0", "Terkirim: 0"]
    assert len(mail.outbox) == 1


def test_the_command_says_when_it_may_not_send(usaha, settings):
    settings.REMINDER_FROM_HOUR = settings.REMINDER_UNTIL_HOUR = 0
    certificate_of(usaha)

    lines = said("--on", "2026-11-24")

    assert lines[:2] == ["Disiapkan: 1", "Terkirim: 0"]
    assert lines[-1].startswith("Sekarang di luar jam kirim")
    assert mail.outbox == []


def test_the_command_ends_with_2_when_somebody_cannot_be_told(server, usaha, always):
    certificate_of(usaha)
    server.mood = servers.REFUSES

    with pytest.raises(SystemExit) as end:
        said("--on", "2026-11-24")

    assert end.value.code == 2


@pytest.mark.django_db
def test_a_day_that_is_none_is_named():
    with pytest.raises(CommandError, match="kemarin bukan tanggal"):
        said("--on", "kemarin")
