"""A gunicorn worker that serves one request at a time and is never held up by a silent connection.

Browsers open connections ahead of need and say nothing on them. gunicorn's sync worker waits for the first one it
accepts; here a connection that says nothing within 5 ms is set aside and looked at together with the listener. A busy
worker accepts nothing, so a request always goes to a free one: API Gateway's way with Lambda containers.

The module is gunicorn's configuration too: the server ends with the process that started it.
"""

import os
import select
import signal
import socket
import threading
import time
from pathlib import Path
from typing import Any

from gunicorn import util
from gunicorn.workers.sync import SyncWorker

from scripts.parent import orphaned, wait_for

PATIENCE = 0.005
SILENT_MOST = 60.0


class PatientWorker(SyncWorker):  # type: ignore[misc]
    """See the module."""

    def run(self) -> None:
        """Until told to stop: serve who speaks, set aside who is silent."""
        self.silent: dict[socket.socket, tuple[Any, float]] = {}
        listener = self.sockets[0]
        listener.setblocking(False)
        while self.alive and self.is_parent_alive():
            self.notify()
            try:
                self.turn(listener)
            except (OSError, ValueError):
                if self.alive:
                    self.log.exception("worker turn")
        for client in self.silent:
            client.close()

    def turn(self, listener: Any) -> None:
        """Wait for anybody, then serve each client that has spoken."""
        ready, _, _ = select.select([listener, self.PIPE[0], *self.silent], [], [], 1.0)
        if self.PIPE[0] in ready:
            os.read(self.PIPE[0], 64)  # a signal woke us; `alive` says what it was
        for one in ready:
            if one in self.silent:
                address, _ = self.silent.pop(one)
                self.handle(listener, one, address)
        if listener in ready:
            self.accept(listener)
        self.forget(time.monotonic() - SILENT_MOST)

    def accept(self, listener: Any) -> None:
        """Take one connection: served at once when it speaks at once."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        client.setblocking(True)
        util.close_on_exec(client)
        if select.select([client], [], [], PATIENCE)[0]:
            self.handle(listener, client, address)
        else:
            self.silent[client] = (address, time.monotonic())

    def forget(self, before: float) -> None:
        """Close the connections that have been silent too long."""
        for client in [client for client, (_, since) in self.silent.items() if since < before]:
            del self.silent[client]
            client.close()


worker_class = PatientWorker


def on_starting(server: Any) -> None:
    """gunicorn's hook, after the application is imported and before anybody may connect: wait for the relay.

    What is acknowledged before the relay reads would be lost by a kill in that moment.
    """
    wait_for(Path(os.environ["CAVEAU_RELAYING"]))


def when_ready(server: Any) -> None:
    """gunicorn's hook: watch the process that started the server, stop with it."""

    def watch() -> None:
        while not orphaned():
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
