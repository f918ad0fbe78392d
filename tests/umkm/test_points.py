"""Points of kecamatan: loaded with the places, kept by the database, corrected on the desk."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.roles import Role
from umkm.models import District

pytestmark = pytest.mark.django_db
KEDATON = "18.71.01"


@pytest.fixture
def desk(client, petugas, places):
    client.force_login(petugas)
    return client


def page(code=KEDATON):
    return reverse("admin:umkm_district_change", args=[code])


def written(desk, point, code=KEDATON, **other):
    """The page after somebody wrote `point`."""
    district = District.objects.get(code=code)
    values = {"name": district.name, "regency": district.regency_id, "point": point, **other}
    return desk.post(page(code), values, follow=True)


def point_of(code=KEDATON):
    return District.objects.values_list("latitude", "longitude").get(code=code)


def test_points_come_with_the_places_and_what_the_office_wrote_stays(db):
    call_command("load_reference", quiet=True)
    shipped = point_of()
    District.objects.filter(code=KEDATON).update(latitude="-5.40000", longitude="105.30000")
    District.objects.filter(code="18.71.02").update(latitude=None, longitude=None)

    call_command("load_reference", quiet=True)

    assert shipped == (Decimal("-5.37185"), Decimal("105.26044"))
    assert point_of() == (Decimal("-5.40000"), Decimal("105.30000"))
    assert point_of("18.71.02") == (None, None)
    assert District.objects.exclude(latitude=None).count() == 190


@pytest.mark.parametrize(
    ("point", "rule"),
    [
        ((-5, None), "district_point_is_whole"),
        ((None, 105), "district_point_is_whole"),
        ((99, -5), "district_point_is_in_indonesia"),
        ((-12, 105), "district_point_is_in_indonesia"),
        ((-5, 94), "district_point_is_in_indonesia"),
    ],
)
def test_the_database_keeps_points_whole_and_in_indonesia(places, point, rule):
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE umkm_district SET latitude = %s, longitude = %s WHERE code = %s", [*point, KEDATON])

    assert caught.value.__cause__.diag.constraint_name == rule


@pytest.mark.parametrize(
    "text",
    ["-5.3654, 105.2371", "-5.36540,105.23710", "−5,3654 105,2371", "-5,3654; 105,2371", "(-5.3654, 105.2371)",
     "-5,3654, 105,2371"],
)  # fmt: skip
def test_a_point_is_read_as_maps_and_people_write_it(desk, text):
    answer = written(desk, text)

    assert point_of() == (Decimal("-5.36540"), Decimal("105.23710"))
    assert 'value="-5.36540, 105.23710"' in desk.get(page()).text
    assert answer.redirect_chain


def test_a_new_kecamatan_may_come_with_its_point(desk):
    values = {"code": "18.71.02", "name": "Sukarame", "regency": "18.71", "point": "-5.38, 105.30"}

    desk.post(reverse("admin:umkm_district_add"), values)

    assert point_of("18.71.02") == (Decimal("-5.38000"), Decimal("105.30000"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("di sini", "“di sini” bukan titik. Salin dari peta, seperti -5.36540, 105.23710."),
        ("-5.3654", "“-5.3654” bukan titik."),
        ("-5.3654, 105.2371, 7", "bukan titik."),
        ("105.2371, -5.3654", "Periksa apakah lintang dan bujurnya tertukar."),
    ],
)
def test_what_is_no_point_is_refused_with_a_sentence(desk, text, said):
    answer = written(desk, text)

    assert said in answer.text
    assert point_of() == (None, None)


def test_a_slip_of_one_figure_is_refused_by_the_distance_to_the_other_kecamatan(desk):
    District.objects.create(code="18.71.02", regency_id="18.71", name="Sukarame", latitude="-5.38", longitude="105.30")

    far = written(desk, "-3.3654, 105.2371")
    near = written(desk, "-5.3654, 105.2371")

    assert "Titik itu 224 km dari kecamatan terdekat di kabupaten/kotanya. Periksa angkanya." in far.text
    assert near.redirect_chain
    assert point_of()[0] == Decimal("-5.36540")


def test_an_emptied_point_is_unknown_again_and_the_list_says_so(desk):
    written(desk, "-5.3654, 105.2371")

    written(desk, "")

    listed = desk.get(reverse("admin:umkm_district_changelist"))
    assert point_of() == (None, None)
    assert listed.text.count("titik belum diketahui") == 2


def test_the_list_finds_kecamatan_without_a_point(desk):
    written(desk, "-5.3654, 105.2371")

    found = desk.get(reverse("admin:umkm_district_changelist"), {"latitude__isempty": "1"})

    assert [district.code for district in found.context["cl"].result_list] == ["18.72.01"]


def test_the_head_reads_points_and_changes_none(client, petugas, places):
    petugas.groups.set([Group.objects.get(name=Role.HEAD)])
    client.force_login(petugas)

    shown = client.get(page())
    answer = client.post(page(), {"name": "Kedaton", "regency": "18.71", "point": "-5.3654, 105.2371"})

    assert "titik belum diketahui" in shown.text
    assert (answer.status_code, point_of()) == (403, (None, None))


def test_who_moved_a_point_stays_known(desk, petugas):
    written(desk, "-5.3654, 105.2371")

    event = District.objects.get(code=KEDATON).events.latest("pgh_id")
    assert (event.pgh_label, event.latitude) == ("update", Decimal("-5.36540"))
    assert event.pgh_context.metadata["user"] == petugas.pk
