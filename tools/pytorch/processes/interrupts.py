"""Stops a run on Ctrl+C (SIGINT) or SIGTERM, so that its results so far can be written."""

import signal
import sys
import time
from contextlib import contextmanager

# A signal this soon after the first counts as the same request: torchrun forwards Ctrl+C a second time.
REPEAT_SECONDS = 2


class Stopped(Exception):
    """Raised inside `at_once` when a stop is requested."""


class Interrupts:
    """Remembers whether a stop was requested; a second request exits at once."""

    def __init__(self):
        self.requested_at = None
        self.raising = False

    @property
    def requested(self):
        return self.requested_at is not None

    def listen(self):
        """Treats signals as stop requests from now on."""
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
        """Raises Stopped inside the block as soon as a stop is requested; only for work that a single process does."""
        self.raising = True
        try:
            if self.requested:
                raise Stopped
            yield
        finally:
            self.raising = False
