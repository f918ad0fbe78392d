"""What the worker does for certification."""

import pytest

from certification.tasks import link_waiting_holders
from tests.factories import BusinessFactory, CertificateFactory

pytestmark = pytest.mark.django_db


def test_a_holder_that_came_into_the_register_later_is_linked():
    certificate = CertificateFactory(business=None, holder_name="CV Sari Rasa", holder_nib="9120000000001")
    business = BusinessFactory(nib="9120000000001", name="Sari Rasa")

    link_waiting_holders.delay()
    link_waiting_holders.delay()

    certificate.refresh_from_db()
    assert certificate.business == business
