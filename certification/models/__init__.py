"""The path: SIINas account, TKDN value, application, certificate; who checked one when; the office's calendar."""

from certification.application_states import EventKind, EventSource, Purpose
from certification.models.application import Application, ApplicationEvent
from certification.models.calculation import Calculation, CalculationStatus, Component, ComponentEvidence
from certification.models.certificate import Certificate, CertificateItem, Scheme
from certification.models.check import AskedBy, CertificateCheck
from certification.models.holiday import Holiday, HolidayKind, HolidayYear
from certification.models.siinas import SiinasAccount, SiinasChange
from certification.models.siinas_proof import SiinasProof
from certification.siinas.states import AccountStatus
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
    "CertificateItem",
    "CertificateStatus",
    "Component",
    "ComponentEvidence",
    "EventKind",
    "EventSource",
    "Holiday",
    "HolidayKind",
    "HolidayYear",
    "Purpose",
    "Scheme",
    "SiinasAccount",
    "SiinasChange",
    "SiinasProof",
]
