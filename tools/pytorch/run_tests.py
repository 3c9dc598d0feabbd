#!/usr/bin/env python3
"""Runs all tests below this folder. With --report FILE, it also writes the numbers of passed, failed and skipped tests, as JSON."""

import argparse
import json
import sys
import unittest
from pathlib import Path


class CountingResult(unittest.TextTestResult):
    """Counts passed tests; unittest only counts started ones."""

    passed = 0

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1

    def counts(self):
        """A test with several failed subtests counts as one failure."""
        broken = [test for test, _ in self.failures + self.errors] + self.unexpectedSuccesses
        failed = {getattr(test, "test_case", test).id() for test in broken}
        return {"passed": self.passed, "failed": len(failed), "skipped": len(self.skipped)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", type=Path)
    options = parser.parse_args()
    tests = unittest.defaultTestLoader.discover(str(Path(__file__).parent))
    result = unittest.TextTestRunner(resultclass=CountingResult).run(tests)
    if options.report:
        options.report.write_text(json.dumps(result.counts()))
    return 0 if result.passed and result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
