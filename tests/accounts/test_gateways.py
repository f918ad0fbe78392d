"""A text message leaves by the way the office chose."""

import json
import logging
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts import gateways
from accounts.models import CounterMessage
from accounts.tasks import forget_counter_messages

PHONE = "+628127654321"


@pytest.fixture
def gateway(settings):
    """A gateway that answers as told and keeps what it was sent."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.received.append((self.headers["Authorization"], json.loads(body)))
            self.send_response(self.server.answer)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.received, server.answer = [], 200
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.MESSAGE_GATEWAY = "http"
    settings.MESSAGE_GATEWAY_URL = f"http://127.0.0.1:{server.server_port}/"
    settings.MESSAGE_GATEWAY_TOKEN = "rahasia"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_console_shows_the_message(caplog, settings):
    settings.MESSAGE_GATEWAY = "console"

    with caplog.at_level(logging.WARNING, logger="accounts.gateways"):
        gateways.send(to=PHONE, text="Kode Anda 123456")

    assert caplog.messages == [f"Message to {PHONE}: Kode Anda 123456"]


def test_http_posts_number_and_text_with_the_token(gateway):
    gateways.send(to=PHONE, text="Kode Anda 123456")

    assert gateway.received == [("Bearer rahasia", {"to": PHONE, "text": "Kode Anda 123456"})]


def test_a_gateway_that_refuses_is_an_error_the_caller_can_answer(gateway):
    gateway.answer = 500

    with pytest.raises(gateways.NotSent, match="500"):
        gateways.send(to=PHONE, text="Kode Anda 123456")


def test_a_gateway_that_is_gone_is_the_same_error(gateway):
    gateway.shutdown()
    gateway.server_close()

    with pytest.raises(gateways.NotSent):
        gateways.send(to=PHONE, text="Kode Anda 123456")


def test_at_the_counter_staff_read_the_message_and_others_do_not(client, settings, petugas, pemilik):
    settings.MESSAGE_GATEWAY = "counter"
    gateways.send(to=PHONE, text="Kode Anda 123456")
    page = reverse("admin:accounts_countermessage_changelist")

    client.force_login(petugas)
    assert "Kode Anda 123456" in client.get(page).content.decode()

    client.force_login(pemilik)
    assert client.get(page).status_code != 200


def test_messages_of_the_counter_live_a_day(db):
    old = CounterMessage.objects.create(phone=PHONE, text="lama")
    CounterMessage.objects.filter(pk=old.pk).update(created_at=timezone.localtime() - timedelta(hours=25))
    CounterMessage.objects.create(phone=PHONE, text="baru")

    forget_counter_messages()

    assert [message.text for message in CounterMessage.objects.all()] == ["baru"]


def test_a_counter_message_needs_a_whole_number(db):
    with pytest.raises(IntegrityError, match="counter_message_phone_is_international"):
        CounterMessage.objects.create(phone="0812", text="x")
