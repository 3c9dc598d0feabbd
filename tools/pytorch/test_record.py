import json
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import record
from record import recorded
from training.events import play
from training.test_events import GOLDEN, run_of

# The page must be able to open this file; src/runs/files/pytorch-run.test.ts reads it.
FIXTURE = Path(__file__).parents[2] / "src/runs/files/pytorch-run.json"


def recorded_run():
    """A short run's events, and its record."""
    printed = {**json.loads((GOLDEN / "page-10.json").read_text()), "name": "page-10", "choice": None}
    events = list(play(*run_of("page-10")))
    return events, recorded(printed, events, code="0123abc", ended_at=1_780_000_000)


class Commit(unittest.TestCase):
    def test_is_unknown_for_a_copy_inside_another_repository(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["git", "init", "--quiet", folder], check=True)
            author = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
            commit = ["commit", "--quiet", "--allow-empty", "--message", "First"]
            subprocess.run(["git", "-C", folder, *author, *commit], check=True)
            copy = Path(folder) / "copy"
            copy.mkdir()
            with mock.patch.object(record, "REPOSITORY", Path(folder)):
                self.assertRegex(record.commit(), "^[0-9a-f]{7}$")
            with mock.patch.object(record, "REPOSITORY", copy):
                self.assertEqual(record.commit(), "unknown")


class Record(unittest.TestCase):
    def test_has_the_format_that_the_page_opens(self):
        events, run = recorded_run()
        fixture = json.loads(FIXTURE.read_text())["runs"][0]
        self.assertEqual(set(run["record"]), set(fixture["record"]))
        self.assertEqual(run["record"]["engine"], "pytorch")
        self.assertEqual([test["step"] for test in run["record"]["tests"]], [8, 16, 20])
        self.assertEqual(run["record"]["ending"], {"kind": "done"})
        self.assertEqual(sum(run["record"]["confusion"]), 64)
        self.assertEqual(set(run["record"]["tests"][0]), set(fixture["record"]["tests"][0]))
        taken = [entry["loss"] for event in events if event["type"] == "steps" for entry in event["steps"]]
        self.assertEqual(run["steps"], {**run["steps"], "stepsPerPoint": 1, "loss": taken})

    def test_says_whether_test_losses_include_label_smoothing(self):
        events, run = recorded_run()
        self.assertGreater(run["record"]["recipe"]["labelSmoothing"], 0)
        self.assertIs(run["record"]["plainTestLoss"], True)
        earlier = [{name: event[name] for name in event if name != "plainTestLoss"} for event in events]
        printed = {"name": "page-10", "choice": None, "recipe": run["record"]["recipe"]}
        before = recorded(printed, earlier, code="0123abc", ended_at=1_780_000_000)
        self.assertNotIn("plainTestLoss", before["record"])
        hard = {**printed, "recipe": {**printed["recipe"], "labelSmoothing": 0}}
        self.assertNotIn("plainTestLoss", recorded(hard, events, code="0123abc", ended_at=1_780_000_000)["record"])


if __name__ == "__main__":
    unittest.main()
