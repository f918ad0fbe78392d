"""What the API answers, field by field; values in per cent travel as decimal strings, money as whole rupiah."""

from datetime import date

from ninja import Field, Schema


class Place(Schema):
    """A kabupaten or kota with its Kemendagri code."""

    code: str
    name: str


class BusinessOut(Schema):
    """The maker: never more than its name and place."""

    id: int
    name: str
    regency: Place


class CertificateRef(Schema):
    """A certificate as it is today, and the page where anyone can check it."""

    number: str | None
    scheme: str
    issued_on: date | None
    valid_until: date
    status: str
    check_url: str


class SupplierOut(Schema):
    """One certified product of one registered business."""

    item_id: int
    product: str
    specification: str
    brand: str
    hs_code: str
    kbli_version: str
    kbli_code: str
    tkdn: str = Field(description="Per cent, two places.")
    bmp: str | None = Field(description="Per cent, two places; null where the certificate carries none.")
    business: BusinessOut
    certificate: CertificateRef
    matched_terms: list[str] = Field(description="Words of the question this product contains.")


class Page(Schema):
    """Where the page stands; `next` and `previous` are addresses, null at the ends."""

    page: int
    next: str | None
    previous: str | None


class SupplierPage(Page):
    """Certified products that are valid on the day `on`."""

    on: date
    results: list[SupplierOut]


class CheckedItem(Schema):
    """One product on a certificate."""

    product: str
    specification: str
    type: str
    brand: str
    hs_code: str
    kbli_code: str
    tkdn: str
    bmp: str | None


class CheckedCertificate(Schema):
    """A certificate of the asked number: what it is today and what that means for a buyer."""

    number: str | None
    issuer: str
    scheme: str
    holder: str
    place: str
    issued_on: date | None
    valid_until: date
    status: str
    is_valid: bool
    meaning: str
    source: str
    check_url: str
    items: list[CheckedItem]


class Checked(Schema):
    """Every certificate of the number; several issuers may have used the same one."""

    on: date
    asked: str
    certificates: list[CheckedCertificate]


class AgencyOut(Schema):
    """A buying agency; `level` is PROVINCE, REGENCY or CENTRAL."""

    code: str
    name: str
    level: str


class PackageOut(Schema):
    """A package of the procurement plan, with what matching last said of it."""

    rup_code: str
    year: int
    name: str
    agency: AgencyOut
    category: str
    ceiling: int = Field(description="Whole rupiah.")
    method: str
    contract_from: date | None
    contract_until: date | None
    delivery_until: date | None
    state: str | None = Field(description="null while matching has not seen it.")
    suppliers: int | None
    url: str


class PackagePage(Page):
    """Packages of one budget year, dearest first."""

    year: int
    results: list[PackageOut]


class TokenOut(Schema):
    """A token of an agency's program: for whom it acts, and its last day."""

    name: str
    agency: AgencyOut
    officer: str
    expires_on: date


class AgencyPackageOut(PackageOut):
    """A package as its officer's desk shows it."""

    desk_state: str
    next_step: str = Field(description="One sentence, in Indonesian.")
    shortlisted: int
    asked: int = Field(description="Requests for offers.")
    answered: int


class AgencyPackagePage(Page):
    """Packages of the token's agency, those that need the officer first above."""

    year: int
    results: list[AgencyPackageOut]


class CategorySum(Schema):
    """Whole rupiah of one category; `planned` is the sum of the five states."""

    category: str
    budget: int
    planned: int
    served: int
    thin: int
    open: int
    not_certifiable: int
    outside: int
    unplanned: int
    packages: int


class LevelSum(Schema):
    """One level of government; levels are never added to each other."""

    level: str
    budget_as_of: date | None
    categories: list[CategorySum]


class BudgetSummary(Schema):
    """A year's budget: what certified suppliers can serve and what not yet, as matching saw it on the day `on`."""

    year: int
    on: date | None
    levels: list[LevelSum]


class FieldError(Schema):
    """One wrong field."""

    field: str
    message: str


class Problem(Schema):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[FieldError] | None = None
