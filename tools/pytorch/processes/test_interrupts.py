import signal
import unittest
from unittest import mock

from processes.interrupts import REPEAT_SECONDS, Interrupts, Stopped


class Requests(unittest.TestCase):
    def request_at(self, interrupts, seconds):
        with mock.patch("processes.interrupts.time.monotonic", return_value=seconds):
            interrupts.request()

    def test_are_remembered(self):
        interrupts = Interrupts()
        self.assertFalse(interrupts.requested)
        self.request_at(interrupts, 0)
        self.assertTrue(interrupts.requested)

    def test_come_from_signals(self):
        signals = (signal.SIGINT, signal.SIGTERM)
        for number, handler in zip(signals, map(signal.getsignal, signals)):
            self.addCleanup(signal.signal, number, handler)
        for number in signals:
            interrupts = Interrupts()
            interrupts.listen()
            signal.raise_signal(number)
            self.assertTrue(interrupts.requested)

    def test_end_the_program_the_second_time(self):
        interrupts = Interrupts()
        self.request_at(interrupts, 10)
        self.request_at(interrupts, 10 + REPEAT_SECONDS)  # torchrun's, or Ctrl+C pressed twice
        with self.assertRaises(SystemExit) as ended:
            self.request_at(interrupts, 10.1 + REPEAT_SECONDS)
        self.assertEqual(ended.exception.code, 130)

    def test_cut_short_a_block_that_allows_it(self):
        interrupts = Interrupts()
        with self.assertRaises(Stopped), interrupts.at_once():
            self.request_at(interrupts, 0)
        self.request_at(interrupts, 0)
        begun = []
        with self.assertRaises(Stopped), interrupts.at_once():
            begun.append(True)
        self.assertEqual(begun, [])


if __name__ == "__main__":
    unittest.main()
