"""A TKDN calculation as it is asked and answered: a plain object in, a plain object out (`docs/tkdn.md`).

Checked in this order: shape of the input, process, capital, each component, all imported.
"""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from certification.models import Scheme
from certification.tkdn import (
    SMALL_INDUSTRY_CAPITAL,
    Component,
    Origin,
    Process,
    Production,
    is_all_imported,
    two_places,
    value,
)

NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,9})?")
MOST_COMPONENTS = 500


class Invalid(Exception):
    """Errors of the input, each with the field it is about."""

    def __init__(self, errors):
        """`errors`: pairs of field and message."""
        super().__init__(errors)
        self.errors = errors


class Refused(Exception):
    """The product cannot be counted; `code` says by which rule."""

    def __init__(self, code, message):
        """`message`: the sentence for the owner."""
        super().__init__(message)
        self.code = code


def calculate(asked):
    """Answer one calculation: status OK with the value, REFUSED with a reason code, or INVALID with field errors."""
    try:
        return _answer(asked)
    except Refused as refusal:
        return {"status": "REFUSED", "reason": refusal.code, "message": str(refusal)}
    except Invalid as invalid:
        return {"status": "INVALID", "errors": [{"field": field, "message": text} for field, text in invalid.errors]}


def _answer(asked):
    _check_shape(asked)
    _refuse_process(Process(asked["process"]))
    _refuse_capital(int(asked["capital"]))
    components = _components(asked["components"])
    if is_all_imported(components):
        raise Refused(
            "ALL_IMPORTED",
            _("Semua bahan diimpor, jadi nilainya tidak dapat dihitung. Pakai sedikitnya satu bahan lokal."),
        )
    production = Production(asked["production"])
    found = value(components, production, _number(asked["indonesian_workers_pct"]), asked["domestic_investment"])
    answer = {"status": "OK"}
    answer |= {name: str(two_places(getattr(found, name))) for name in ("material", "labour", "overhead", "tkdn")}
    if production == Production.OUTSOURCED:
        # Ps 26 speaks of goods produced by the small industry itself; whether this route is open staff must judge.
        answer["flags"] = ["OUTSOURCED_ROUTE_UNCLEAR"]
    return answer


def _check_shape(asked):
    if not isinstance(asked, dict):
        raise Invalid([("", _("Kirim satu objek JSON."))])
    errors = [error for check in SHAPE for error in [check(asked)] if error]
    if errors:
        raise Invalid(errors)


def _choice(field, values):
    def check(asked):
        if asked.get(field) not in values:
            return field, _("“%(value)s” tidak dikenal; pilih salah satu dari: %(known)s.") % {
                "value": str(asked.get(field, ""))[:40],
                "known": ", ".join(values),
            }
        return None

    return check


def _scheme(asked):
    if asked.get("scheme") == Scheme.P46_2022:
        # Permenperin 35/2025 Ps 74 d revoked it; applications in process moved to the new rules (Ps 72 b).
        return "scheme", _("Aturan Permenperin 46/2022 tidak dipakai lagi sejak 12 Desember 2025; pakai P35_2025.")
    return _choice("scheme", [Scheme.P35_2025.value])(asked)


def _workers(asked):
    share = _number(asked.get("indonesian_workers_pct"))
    if share is None or not 0 <= share <= 100:
        return "indonesian_workers_pct", _("Tulis persen tenaga kerja Indonesia antara 0 dan 100.")
    return None


def _investment(asked):
    if not isinstance(asked.get("domestic_investment"), bool):
        return "domestic_investment", _("Tulis true bila alat produksi ditanam di Indonesia, selain itu false.")
    return None


def _capital(asked):
    capital = _number(asked.get("capital"))
    if capital is None or capital < 0 or capital != int(capital):
        return "capital", _("Tulis modal usaha dalam rupiah bulat, 0 atau lebih, di luar tanah dan bangunan.")
    return None


def _list(asked):
    components = asked.get("components")
    if not isinstance(components, list) or len(components) > MOST_COMPONENTS:
        return "components", _("Tulis daftar bahan, paling banyak %(most)s.") % {"most": MOST_COMPONENTS}
    return None


SHAPE = (
    _scheme,
    _choice("production", [choice.value for choice in Production]),
    _workers,
    _investment,
    _choice("process", [choice.value for choice in Process]),
    _capital,
    _list,
)


def _refuse_process(process):
    messages = {
        Process.PACKAGING_ONLY: _("Usaha yang hanya mengemas tidak dapat dihitung TKDN-nya."),
        Process.MINOR_PROCESS_NO_HS_CHANGE: _(
            "Hanya mengecat, mewarnai, memotong, atau mengencerkan tanpa mengubah pos tarif HS tidak dapat dihitung."
        ),
        Process.DISMANTLED: _("Barang hasil pembongkaran tidak dapat dihitung TKDN-nya."),
        Process.UNPROCESSED_NATURAL: _("Hasil alam tanpa proses produksi tidak dapat dihitung TKDN-nya."),
    }
    if process in messages:
        raise Refused(process.value, messages[process])


def _refuse_capital(capital):
    if capital > SMALL_INDUSTRY_CAPITAL:
        raise Refused(
            "NOT_SMALL_INDUSTRY",
            _("Modal usaha melebihi Rp 5 miliar, jadi bukan industri kecil. Ajukan lewat lembaga verifikasi (LVI)."),
        )


def _components(rows):
    if not rows:
        raise Invalid([("components", _("Isi sedikitnya satu bahan."))])
    errors = [error for index, row in enumerate(rows) for error in _component_errors(f"components[{index}]", row)]
    if errors:
        raise Invalid(errors)
    components = [_component(row) for row in rows]
    if not sum(component.cost for component in components):
        raise Invalid([("components", _("Jumlah harga semua bahan 0; isi harga sedikitnya satu bahan."))])
    return components


def _component_errors(field, row):
    if not isinstance(row, dict):
        yield field, _("Tulis tiap bahan sebagai objek.")
        return
    quantity, price = _number(row.get("quantity")), _number(row.get("unit_price"))
    if not isinstance(row.get("name"), str) or not row["name"].strip():
        yield f"{field}.name", _("Isi nama bahan.")
    if quantity is None or quantity <= 0:
        yield f"{field}.quantity", _("Isi jumlah bahan, lebih dari 0.")
    if price is None or price < 0:
        yield f"{field}.unit_price", _("Isi harga satuan dalam rupiah, 0 atau lebih.")
    wrong_origin = _choice("origin", [choice.value for choice in Origin])(row)
    if wrong_origin:
        yield f"{field}.origin", wrong_origin[1]
    else:
        yield from _certificate_errors(f"{field}.certificate_tkdn", row)


def _certificate_errors(field, row):
    given = row.get("certificate_tkdn") not in (None, "")
    tkdn = _number(row.get("certificate_tkdn"))
    if row["origin"] != Origin.CERTIFIED:
        if given:
            yield field, _("Nilai sertifikat hanya untuk bahan bersertifikat; kosongkan atau ganti asal bahannya.")
    elif tkdn is None or not 0 <= tkdn <= 100:
        yield field, _("Isi nilai TKDN pada sertifikat bahan, antara 0 dan 100.")


def _component(row):
    origin = Origin(row["origin"])
    return Component(
        name=row["name"].strip(),
        quantity=_number(row["quantity"]),
        unit_price=_number(row["unit_price"]),
        origin=origin,
        certificate_tkdn=_number(row["certificate_tkdn"]) if origin == Origin.CERTIFIED else None,
    )


def _number(given):
    """A plain decimal number, or None: decimals travel as text, whole numbers may come as numbers."""
    if isinstance(given, bool) or not isinstance(given, str | int | Decimal):
        return None
    text = str(given).strip()
    return Decimal(text) if NUMBER.fullmatch(text) else None
