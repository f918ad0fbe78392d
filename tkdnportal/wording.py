"""What the portal's Indonesian texts never say, checked by `manage.py messages --check`; docs/glossary.md tells why."""

import re

INSTEAD_OF = {
    "aktifitas": "aktivitas",
    "analisa": "analisis",
    "browser": "peramban",
    "dashboard": "dasbor",
    "database": "basis data",
    "download": "unduh",
    "email": "e-mail",
    "error": "masalahnya, dengan kata biasa",
    "file": "berkas",
    "form": "isian",
    "handphone": "HP",
    "ijin": "izin",
    "kadaluarsa": "kedaluwarsa",
    "klik": "tekan, pilih, atau buka",
    "link": "tautan",
    "login": "masuk",
    "logout": "keluar",
    "nomer": "nomor",
    "password": "kata sandi",
    "praktek": "praktik",
    "propinsi": "provinsi",
    "resiko": "risiko",
    "silahkan": "langsung katanya, tanpa “silakan”",
    "silakan": "langsung katanya, tanpa “silakan”",
    "submit": "kirim",
    "supplier": "pemasok",
    "upload": "kirim",
    "user": "pengguna",
    "username": "nama akun",
    "vendor": "penyedia",
}
"""Words that readers here do not use, or that are spelled wrongly: what to write instead."""
OTHER_ADDRESS = re.compile(r"\b(kamu|kau|engkau|saudara|anda)\b")
"""The portal says “Anda”, with a capital, and nothing else."""
EMPTY_SUCCESS = re.compile(r"\bberhasil\b(?!\?)", re.IGNORECASE)
BARE_FAILURE = re.compile(r"^(\w+ )?gagal( \w+)?[.!]$", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def complaints(text):
    """What is wrong with one Indonesian text, as sentences; none when it may stay."""
    plain = PLACEHOLDER.sub("", text)
    found = [f"write “{better}”, not “{word}”" for word, better in INSTEAD_OF.items() if _says(word, plain)]
    found += [f"address the reader as “Anda”, not “{other}”" for other in OTHER_ADDRESS.findall(plain)]
    if EMPTY_SUCCESS.search(plain):
        found.append("say what is so now, not “berhasil”")
    if BARE_FAILURE.match(plain):
        found.append("say what is wrong and what to do, not only “gagal”")
    return found


def _says(word, text):
    return re.search(rf"\b{word}\b", text, re.IGNORECASE)
