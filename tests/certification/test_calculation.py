"""The worked examples of Permenperin 35/2025, its thresholds and refusals, and what holds for every product."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from certification.calculation import calculate
from certification.tkdn import Component, Origin, two_places


def component(quantity, price, origin, certificate=None):
    row = {"name": "bahan", "quantity": str(quantity), "unit_price": str(price), "origin": origin}
    return row | ({"certificate_tkdn": str(certificate)} if certificate is not None else {})


def ask(*components, **changes):
    asked = {
        "scheme": "P35_2025",
        "production": "OWN_FACTORY",
        "indonesian_workers_pct": "100",
        "domestic_investment": True,
        "process": "MANUFACTURE",
        "capital": 400_000_000,
        "components": list(components),
    }
    return calculate(asked | changes)


def answer(material, labour, overhead, tkdn):
    return {"status": "OK", "material": material, "labour": labour, "overhead": overhead, "tkdn": tkdn}


PUMP = (
    component(1, 115_520_000, "IMPORT"),
    component(1, 11_350_000, "IMPORT"),
    component(1, 4_100_000, "CERTIFIED", "78"),
    component(1, 4_900_000, "IMPORT"),
    component(20, 49_000, "CERTIFIED", "48"),
    component(20, 20_000, "CERTIFIED", "52"),
    component(40, 8_500, "CERTIFIED", "81"),
    component(10, 84_000, "DOMESTIC"),
)
"""Lampiran I prints 2,25 % and 27,25 % for this pump; its own arithmetic gives 2,52 % and 27,52 %: a misprint."""

LOCAL = component(1, 100_000, "FULL_DOMESTIC")


@pytest.mark.parametrize(
    ("components", "changes", "expected"),
    [
        (PUMP, {}, answer("3.36", "100.00", "100.00", "27.52")),
        (
            (component("0.3", 70_000, "NATURAL"), component(1, 2_500, "DOMESTIC"), component(1, 500, "DOMESTIC")),
            {},
            answer("90.63", "100.00", "100.00", "92.97"),
        ),
        (
            (component(1, 30_000, "CERTIFIED", 52), component(1, 2_000, "DOMESTIC"), component(1, 8_000, "IMPORT")),
            {},
            answer("46.25", "100.00", "100.00", "59.69"),
        ),
        (
            (
                component(1, 6_000_000, "IMPORT"),
                component(40, 25_000, "CERTIFIED", "65.30"),
                component(1, 3_000_000, "DOMESTIC"),
            ),
            {},
            answer("15.50", "100.00", "100.00", "36.63"),
        ),
        (
            (component(2, 4_000, "NATURAL"), component("0.1", 20_000, "FULL_DOMESTIC")),
            {},
            answer("100.00", "100.00", "100.00", "100.00"),
        ),
        ((LOCAL,), {"indonesian_workers_pct": "49.99"}, answer("100.00", "0.00", "100.00", "90.00")),
        ((LOCAL,), {"indonesian_workers_pct": "50"}, answer("100.00", "100.00", "100.00", "100.00")),
        (
            (component(1, 100_000, "DOMESTIC"), component(1, 100_000, "CERTIFIED", 75)),
            {"production": "OTHER_FACTORY"},
            answer("52.50", "60.00", "60.00", "54.38"),
        ),
        (
            (component(1, 50_000, "DOMESTIC"),),
            {"production": "OUTSOURCED"},
            answer("25.00", "30.00", "30.00", "26.25") | {"flags": ["OUTSOURCED_ROUTE_UNCLEAR"]},
        ),
        (
            (component(1, 50_000, "NATURAL"),),
            {"domestic_investment": False},
            answer("100.00", "100.00", "0.00", "85.00"),
        ),
        (
            (component(1, 95_000, "IMPORT"), component(1, 5_000, "DOMESTIC")),
            {},
            answer("1.25", "100.00", "100.00", "25.94"),
        ),
    ],
    ids=[
        "G1 pump of Lampiran I",
        "G2 ground coffee",
        "G3 printed T-shirt",
        "G4 slicing machine, half up",
        "G5 banana chips, all local",
        "G6 too few Indonesian workers",
        "G6 exactly half Indonesian workers",
        "G7 in another firm's factory",
        "G8 outsourced",
        "G9 no investment in Indonesia",
        "G10 nearly all imported",
    ],
)
def test_worked_examples(components, changes, expected):
    assert ask(*components, **changes) == expected


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"components": [component(1, 100_000, "IMPORT")]}, "ALL_IMPORTED"),
        ({"process": "PACKAGING_ONLY", "components": []}, "PACKAGING_ONLY"),
        ({"process": "MINOR_PROCESS_NO_HS_CHANGE"}, "MINOR_PROCESS_NO_HS_CHANGE"),
        ({"process": "DISMANTLED"}, "DISMANTLED"),
        ({"process": "UNPROCESSED_NATURAL"}, "UNPROCESSED_NATURAL"),
        ({"capital": 5_000_000_001}, "NOT_SMALL_INDUSTRY"),
        ({"process": "DISMANTLED", "capital": 5_000_000_001}, "DISMANTLED"),
    ],
    ids=["G11", "G12", "G13", "G14 dismantled", "G14 natural", "G16", "process before capital"],
)
def test_what_cannot_be_counted_is_refused_with_its_code(changes, reason):
    found = ask(LOCAL, **changes)

    assert (found["status"], found["reason"]) == ("REFUSED", reason)
    assert found["message"]


def test_exactly_five_billion_is_still_small_industry():
    assert ask(LOCAL, capital=5_000_000_000)["status"] == "OK"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"components": []}, ["components"]),
        ({"components": [component(1, 0, "NATURAL")]}, ["components"]),
        ({"components": [component(0, 10, "NATURAL")]}, ["components[0].quantity"]),
        ({"components": [LOCAL, component(-1, -5, "NATURAL")]}, ["components[1].quantity", "components[1].unit_price"]),
        ({"components": [{"name": "x", "quantity": "1", "unit_price": "1"}]}, ["components[0].origin"]),
        ({"components": [component(1, 10, "CERTIFIED")]}, ["components[0].certificate_tkdn"]),
        ({"components": [component(1, 10, "CERTIFIED", "100.01")]}, ["components[0].certificate_tkdn"]),
        ({"components": [component(1, 10, "IMPORT", "40")]}, ["components[0].certificate_tkdn"]),
        ({"components": ["kain"]}, ["components[0]"]),
        ({"components": "kain"}, ["components"]),
        ({"scheme": "P46_2022"}, ["scheme"]),
        ({"scheme": None, "production": [], "process": 7}, ["scheme", "production", "process"]),
        ({"indonesian_workers_pct": "banyak"}, ["indonesian_workers_pct"]),
        ({"indonesian_workers_pct": "100.5"}, ["indonesian_workers_pct"]),
        ({"domestic_investment": "ya"}, ["domestic_investment"]),
        ({"capital": "-1"}, ["capital"]),
        ({"capital": True}, ["capital"]),
        ({"capital": "NaN"}, ["capital"]),
    ],
)
def test_wrong_input_is_invalid_and_names_its_fields(changes, fields):
    found = ask(LOCAL, **changes)

    assert found["status"] == "INVALID"
    assert [error["field"] for error in found["errors"]] == fields
    assert all(error["message"] for error in found["errors"])


@pytest.mark.parametrize(
    ("certified", "content"),
    [
        ("80.01", 100), ("80", 80), ("60.01", 80), ("60", 60), ("40.01", 60), ("40", 40),
        ("25", 40), ("24.99", 25), ("0", 25),
    ],
)  # fmt: skip
def test_a_certified_component_counts_in_steps(certified, content):
    part = Component("baut", Decimal(1), Decimal(1), Origin.CERTIFIED, Decimal(certified))

    assert part.domestic_content == content


def test_rounding_is_half_up():
    assert [two_places(Decimal(n)) for n in ("36.625", "36.624999", "0", "100")] == [
        Decimal("36.63"), Decimal("36.62"), Decimal("0.00"), Decimal("100.00"),
    ]  # fmt: skip


parts = st.lists(
    st.one_of(
        st.builds(
            component,
            st.integers(1, 50),
            st.integers(1, 10_000_000),
            st.sampled_from(["FULL_DOMESTIC", "NATURAL", "RECYCLED", "DOMESTIC", "IMPORT"]),
        ),
        st.builds(component, st.integers(1, 50), st.integers(1, 10_000_000), st.just("CERTIFIED"), st.integers(0, 100)),
    ),
    min_size=1,
    max_size=8,
).filter(lambda rows: any(row["origin"] != "IMPORT" for row in rows))


@given(parts)
def test_the_value_lies_between_25_and_100_for_ones_own_workshop(rows):
    assert Decimal(25) <= Decimal(ask(*rows)["tkdn"]) <= Decimal(100)


@given(parts)
def test_the_order_of_components_is_irrelevant(rows):
    assert ask(*rows) == ask(*reversed(rows))


@given(parts, st.sampled_from(["0.5", "3", "1000"]))
def test_the_scale_of_prices_is_irrelevant(rows, factor):
    scaled = [row | {"unit_price": str(Decimal(row["unit_price"]) * Decimal(factor))} for row in rows]

    assert ask(*scaled) == ask(*rows)


@given(parts, st.data())
def test_a_domestic_part_instead_of_an_import_never_lowers_the_value(rows, data):
    imported = [component(1, data.draw(st.integers(1, 10**7)), "IMPORT"), *rows]
    replaced = [imported[0] | {"origin": data.draw(st.sampled_from(["DOMESTIC", "NATURAL", "FULL_DOMESTIC"]))}, *rows]

    assert Decimal(ask(*replaced)["tkdn"]) >= Decimal(ask(*imported)["tkdn"])


def test_the_command_answers_a_file_with_json(tmp_path):
    file = tmp_path / "kaos.json"
    file.write_text(
        '{"scheme": "P35_2025", "production": "OWN_FACTORY", "indonesian_workers_pct": "100",'
        ' "domestic_investment": true, "process": "MANUFACTURE", "capital": 400000000, "components":'
        ' [{"name": "kain", "quantity": "1", "unit_price": "30000", "origin": "CERTIFIED", "certificate_tkdn": 52.00}]}'
    )
    out = StringIO()

    call_command("calculate_tkdn", str(file), stdout=out)

    assert json.loads(out.getvalue()) == answer("60.00", "100.00", "100.00", "70.00")


def test_the_command_says_where_json_is_broken(tmp_path):
    file = tmp_path / "rusak.json"
    file.write_text('{"scheme": ')
    err = StringIO()

    with pytest.raises(SystemExit) as stop:
        call_command("calculate_tkdn", str(file), stderr=err)

    assert stop.value.code == 1
    assert err.getvalue().startswith(f"{file}: Expecting value: line 1")
