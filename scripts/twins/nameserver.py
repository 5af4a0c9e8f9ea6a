"""A name server for a handful of domains: MX over UDP, with faults.

The one trick: it is dnspython's own messages both ways, so what is asked and answered is real DNS.
"""

import contextlib
import socket
import threading
from collections.abc import Callable

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from scripts.twins.businesses import MAIL

MOST = 4096


class NameServer:
    """`fault()` says how to misbehave now: "" for not at all. `asked()` is called at every question."""

    def __init__(self, fault: Callable[[], str], asked: Callable[[str], None], port: int = 0) -> None:
        self.fault, self.asked = fault, asked
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", port))
        self.port = int(self.socket.getsockname()[1])
        self.thread = threading.Thread(target=self.serve, daemon=True)

    def serve(self) -> None:
        while True:
            try:
                asked, who = self.socket.recvfrom(MOST)
            except OSError:
                return
            if not asked:
                return  # woken to end
            answer = self.answer(asked)
            if answer:
                self.socket.sendto(answer, who)

    def answer(self, asked: bytes) -> bytes:
        """The answer as it goes out; b"" for none."""
        query = dns.message.from_wire(asked)
        question = query.question[0]
        self.asked(str(question.name))
        fault = self.fault()
        if fault in ("slow", "down"):
            return b""
        if fault == "malformed":
            return asked[:2] + b"\x81\x80"
        reply = dns.message.make_response(query, recursion_available=True)
        if fault:
            reply.set_rcode(dns.rcode.SERVFAIL if fault == "error" else dns.rcode.REFUSED)
            return bytes(reply.to_wire())
        hosts = MAIL.get(str(question.name).rstrip("."))
        if hosts is None:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        elif question.rdtype == dns.rdatatype.MX:
            texts = [f"{0 if host == '.' else 10 * rank} {host}" for rank, host in enumerate(hosts, 1)]
            reply.answer.append(dns.rrset.from_text(question.name, 60, "IN", "MX", *texts))
        return bytes(reply.to_wire())

    def start(self) -> "NameServer":
        self.thread.start()
        return self

    def stop(self) -> None:
        with contextlib.suppress(OSError):  # a datagram socket is never connected, but its reader wakes up
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
