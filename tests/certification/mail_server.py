"""A small real mail server that can misbehave on purpose."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes

GOOD = "good"
DEAF = "deaf"
"""Takes the connection and never says a word."""
DROPS = "drops"
"""Breaks off in the middle of the message."""
REFUSES = "refuses"
"""Knows no such receiver."""
BUSY = "busy"
"""Asks to come again later."""
SILENT = "silent"
"""Reads the whole message and never answers."""


class Session(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self):
        server = self.server
        if server.mood == DEAF:
            server.let_go.wait()
            return
        self.say("220 ready")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                if not self.read_message():
                    return
            elif verb == b"RCPT" and server.mood in (REFUSES, BUSY):
                self.say("550 no such user" if server.mood == REFUSES else "450 later")
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def read_message(self):
        self.say("354 go on")
        if self.server.mood == DROPS:
            return False
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if self.server.mood == SILENT:
            self.server.reached.set()
            self.server.let_go.wait()
            return False
        self.server.letters.append(message_from_bytes(b"".join(lines)))
        self.say("250 taken")
        return True

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")


class MailServer(socketserver.ThreadingTCPServer):
    """`mood` may change at any time; `letters` are the messages it took."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.mood, self.letters = GOOD, []
        self.let_go, self.reached = threading.Event(), threading.Event()

    @property
    def port(self):
        return self.server_address[1]


@contextmanager
def mail_server():
    """Runs in a thread until the test ends."""
    server = MailServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()
