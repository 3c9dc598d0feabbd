import json
import unittest
from pathlib import Path

from events import play
from record import recorded
from test_events import GOLDEN, run_of

# What the page must be able to open; src/runs/files/pytorch-run.test.ts reads it.
FIXTURE = Path(__file__).parents[2] / "src/runs/files/pytorch-run.json"


def recorded_run():
    printed = {**json.loads((GOLDEN / "page-10.json").read_text()), "name": "page-10", "choice": None}
    return recorded(printed, list(play(*run_of("page-10"))), code="0123abc", ended_at=1_780_000_000)


class Record(unittest.TestCase):
    def test_is_what_the_page_opens(self):
        run = recorded_run()
        fixture = json.loads(FIXTURE.read_text())["runs"][0]
        self.assertEqual(set(run["record"]), set(fixture["record"]))
        self.assertEqual(run["record"]["engine"], "pytorch")
        self.assertEqual([test["step"] for test in run["record"]["tests"]], [8, 16, 20])
        self.assertEqual(run["record"]["ending"], {"kind": "done"})
        self.assertEqual(sum(run["record"]["confusion"]), 64)
        self.assertEqual(len(run["steps"]["loss"]), 20)
        for ours, theirs in zip(run["steps"]["loss"], fixture["steps"]["loss"]):
            self.assertAlmostEqual(ours, theirs, places=3)


if __name__ == "__main__":
    unittest.main()
