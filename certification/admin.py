"""What certification puts on the staff's desk; each part registers itself where it is written."""

from certification.application_admin import ApplicationAdmin, HolidayYearAdmin
from certification.certificate_admin import CertificateAdmin
from certification.check_admin import CertificateCheckAdmin
from certification.difference_admin import ListedItemAdmin
from certification.reminder_admin import ReminderAdmin
from certification.renewal_admin import RenewalAdmin
from certification.report_admin import ReportAdmin
from certification.sentra_admin import SentraTemplateAdmin, SentraWithPageAdmin
from certification.siinas.admin import SiinasAccountAdmin
from certification.siinas.proof_admin import SiinasProofAdmin
from certification.triage_admin import TriagedBusinessAdmin

__all__ = [
    "ApplicationAdmin",
    "CertificateAdmin",
    "CertificateCheckAdmin",
    "HolidayYearAdmin",
    "ListedItemAdmin",
    "ReminderAdmin",
    "RenewalAdmin",
    "ReportAdmin",
    "SentraTemplateAdmin",
    "SentraWithPageAdmin",
    "SiinasAccountAdmin",
    "SiinasProofAdmin",
    "TriagedBusinessAdmin",
]
