"""The path: SIINas account, TKDN value, application, certificate; who checked one when; the office's calendar."""

from certification.application_states import EventKind, EventSource, Purpose
from certification.models.application import Application, ApplicationEvent
from certification.models.calculation import Calculation, CalculationStatus, Component, ComponentEvidence
from certification.models.certificate import Certificate, CertificateItem, Scheme
from certification.models.check import AskedBy, CertificateCheck
from certification.models.deed import CertificateDeed, DeedKind
from certification.models.holiday import Holiday, HolidayKind, HolidayYear
from certification.models.listed import CertificateList, DifferenceKind, ListDecision, ListedItem
from certification.models.reminder import Reminder, ReminderPause, Renewal, Stake
from certification.models.report import Report, ReportState
from certification.models.sentra import ComponentShare, SentraTemplate, TemplateComponent, TemplateUse
from certification.models.siinas import SiinasAccount, SiinasChange
from certification.models.siinas_proof import SiinasProof
from certification.reminder_states import About, Channel, Kind, State, Why
from certification.siinas.states import AccountStatus
from certification.statuses import CertificateStatus

__all__ = [
    "About",
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
    "Channel",
    "Component",
    "ComponentEvidence",
    "ComponentShare",
    "DeedKind",
    "DifferenceKind",
    "EventKind",
    "EventSource",
    "Holiday",
    "HolidayKind",
    "HolidayYear",
    "Kind",
    "ListDecision",
    "ListedItem",
    "Purpose",
    "Reminder",
    "ReminderPause",
    "Renewal",
    "Report",
    "ReportState",
    "Scheme",
    "SentraTemplate",
    "SiinasAccount",
    "SiinasChange",
    "SiinasProof",
    "Stake",
    "State",
    "TemplateComponent",
    "TemplateUse",
    "Why",
]
