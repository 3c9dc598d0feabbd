import json
import unittest
from pathlib import Path

import torch
import torch.nn.functional as F

from data.images import Images, Records
from files.tensor_file import read_tensors
from processes.distributed import Processes
from processes.interrupts import Interrupts
from training.events import play
from training.training import Training, views_of

GOLDEN = Path(__file__).parents[1] / "golden"


def run_of(name, seed=1, **changes):
    """A run of a golden recipe, and its training images as test images."""
    printed = json.loads((GOLDEN / f"{name}.json").read_text())
    printed["recipe"] = {**printed["recipe"], **changes}
    tensors = read_tensors(GOLDEN / printed["records"])
    records = Records(tensors["records/pixels"], tensors["records/labels"])
    images = Images(records, printed["normalisation"], "cpu", torch.float32)
    return Training(printed, seed, records, images), images


class Events(unittest.TestCase):
    def test_match_the_terminal_format(self):
        events = list(play(*run_of("page-10")))
        self.assertEqual([event["type"] for event in events], ["begin", *["steps", "epoch"] * 3, "done"])
        begin, done = events[0], events[-1]
        self.assertEqual(begin["plan"]["length"], {"stepsPerEpoch": 8, "steps": 20, "epochs": 2.5})
        self.assertEqual(len(begin["plan"]["schedule"]), 21)
        steps = [entry for event in events if event["type"] == "steps" for entry in event["steps"]]
        self.assertEqual([entry["step"] for entry in steps], list(range(20)))
        epochs = [event for event in events if event["type"] == "epoch"]
        self.assertEqual([event["epoch"] for event in epochs], [1, 2, 2.5])
        last = steps[16:]
        self.assertAlmostEqual(epochs[-1]["train"]["loss"], sum(entry["loss"] for entry in last) / 4)
        self.assertEqual(done["test"], epochs[-1]["test"])
        self.assertEqual(sum(done["confusion"]), 64)
        right = sum(done["confusion"][11 * i] for i in range(10))
        self.assertAlmostEqual(done["test"]["views"]["accuracy"], right / 64)
        self.assertGreaterEqual(done["wallSeconds"], done["trainSeconds"])

    def test_score_test_images_without_label_smoothing(self):
        run, test = run_of("page-10", labelSmoothing=0.2)
        last = list(play(run, test))[-2]
        logits = run.test_logits(test, views_of("none"), averaged=False)
        self.assertAlmostEqual(last["test"]["live"]["loss"], F.cross_entropy(logits, test.labels).item(), places=5)
        self.assertIs(last["plainTestLoss"], True)

    def test_end_if_the_loss_is_not_finite(self):
        schedule = {"unit": "run", "knots": [[0, 1e30]], "firstStep": 0, "scaling": "mean"}
        events = list(play(*run_of("tiny", schedule=schedule)))
        self.assertEqual(events[-1]["type"], "failed")
        self.assertLess(events[-1]["step"], 8)

    def test_end_at_a_stop_request(self):
        for during, step in ((0, 1), (7, 8), (10, 11)):  # step 8 is followed by a test
            run, test = run_of("page-10")
            interrupts, take = Interrupts(), run.step

            def step_then_request(at, during=during, interrupts=interrupts, take=take):
                taken = take(at)
                if at == during:
                    interrupts.request()
                return taken

            run.step = step_then_request
            events = list(play(run, test, interrupts=interrupts))
            self.assertEqual(events[-1], {"type": "stopped", "step": step})
            steps = [entry["step"] for event in events if event["type"] == "steps" for entry in event["steps"]]
            self.assertEqual(steps, list(range(step)))
            self.assertEqual([event["step"] for event in events if event["type"] == "epoch"], [8] if step > 8 else [])

    def test_have_scores_in_the_first_process_only(self):
        run, test = run_of("tiny")
        run.processes = AnotherProcess()
        events = list(play(run, test))
        self.assertEqual({event["type"] for event in events[:-1]}, {"begin", "steps"})
        self.assertEqual((events[-1]["type"], events[-1]["test"]), ("done", None))


class AnotherProcess(Processes):
    """A single process that is not the first."""

    first = False


if __name__ == "__main__":
    unittest.main()
