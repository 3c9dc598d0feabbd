"""Stopping a run at Ctrl+C (SIGINT) or SIGTERM, so that what it has so far is written."""

import signal
import sys
import time
from contextlib import contextmanager

# A signal this soon after the first is the same request: torchrun passes Ctrl+C on a second time.
REPEAT_SECONDS = 2


class Stopped(Exception):
    """A stop was requested where it takes effect at once."""


class Interrupts:
    """Remembers whether a stop was requested; a second request ends the program at once."""

    def __init__(self):
        self.requested_at = None
        self.raising = False

    @property
    def requested(self):
        return self.requested_at is not None

    def listen(self):
        """From now on, signals are requests."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.request)

    def request(self, *_):
        now = time.monotonic()
        if self.requested and now - self.requested_at > REPEAT_SECONDS:
            sys.exit(130)
        self.requested_at = now if self.requested_at is None else self.requested_at
        if self.raising:
            self.raising = False
            raise Stopped

    @contextmanager
    def at_once(self):
        """Raises Stopped inside as soon as a stop is requested; for work that no other process takes part in."""
        self.raising = True
        try:
            if self.requested:
                raise Stopped
            yield
        finally:
            self.raising = False
