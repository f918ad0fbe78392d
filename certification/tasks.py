"""What the worker does for certification; every task may run twice without harm."""

from celery import shared_task

from certification import services


@shared_task
def link_waiting_holders():
    """Link certificates whose holder has come into the register since; an import of businesses cannot call this."""
    services.link_waiting_holders()
