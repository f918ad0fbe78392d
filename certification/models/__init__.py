"""The path: SIINas account, TKDN value, application, certificate; who checked one when; the office's calendar."""

from certification.application_states import EventKind, EventSource, Purpose
from certification.models.application import Application, ApplicationEvent
from certification.models.calculation import Calculation, CalculationStatus, Component, ComponentEvidence
from certification.models.certificate import Certificate, CertificateItem, Scheme
from certification.models.check import AskedBy, CertificateCheck
from certification.models.deed import CertificateDeed, DeedKind
from certification.models.holiday import Holiday, HolidayKind, HolidayYear
from certification.models.listed import CertificateList, DifferenceKind, ListDecision, ListedItem
from certification.models.report import Report, ReportState
from certification.models.siinas import AccountStatus, SiinasAccount
from certification.statuses import CertificateStatus

__all__ = [
    "AccountStatus",
    "Application",
    "ApplicationEvent",
    "AskedBy",
    "Calculation",
    "CalculationStatus",
    "Certificate",
    "CertificateCheck",
    "CertificateDeed",
    "CertificateItem",
    "CertificateList",
    "CertificateStatus",
    "Component",
    "ComponentEvidence",
    "DeedKind",
    "DifferenceKind",
    "EventKind",
    "EventSource",
    "Holiday",
    "HolidayKind",
    "HolidayYear",
    "ListDecision",
    "ListedItem",
    "Purpose",
    "Report",
    "ReportState",
    "Scheme",
    "SiinasAccount",
]
