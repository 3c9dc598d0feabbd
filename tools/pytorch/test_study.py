import tempfile
import unittest
from pathlib import Path

from study import COMPARISONS, Results, comparison


def result(*accuracies):
    return {"runs": [{"seed": seed, "views": share} for seed, share in enumerate(accuracies, 1)]}


class Comparisons(unittest.TestCase):
    def test_pair_the_seeds(self):
        results = {"a": result(0.80, 0.82, 0.81), "b": result(0.79, 0.80, 0.795)}
        found = comparison(results, "trick", ("a", "views"), ("b", "views"))
        self.assertEqual(found["differences"], [1, 2, 1.5])
        self.assertEqual((found["meanWith"], found["meanWithout"], found["mean"]), (81, 79.5, 1.5))
        # 1.5 -+ 4.303 * 0.5 / sqrt(3)
        self.assertEqual(found["interval"], [0.258, 2.742])

    def test_skip_seeds_that_one_side_lacks(self):
        results = {"a": result(0.5, 0.6, 0.7), "b": result(0.4, 0.6)}
        self.assertEqual(comparison(results, "trick", ("a", "views"), ("b", "views"))["seeds"], [1, 2])

    def test_have_unique_names(self):
        tricks = [trick for trick, *_ in COMPARISONS]
        self.assertEqual(len(tricks), len(set(tricks)))


def events(seed, live):
    plan = {
        "seed": seed,
        "trainImages": 4,
        "testImages": 2,
        "length": {"steps": 3},
        "engine": {"variant": "some engine"},
    }
    test = {"live": {"loss": 1, "accuracy": live}, "average": None, "views": None}
    return [{"type": "begin", "plan": plan}, {"type": "done", "test": test, "trainSeconds": 1.04}]


class StoredResults(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = Path(self.folder.name) / "page.json"

    def test_collect_the_final_scores_of_runs(self):
        Results(self.path).add({"batchSize": 2}, events(1, 0.25))
        Results(self.path).add({"batchSize": 2}, events(2, 0.5))
        content = Results(self.path).content
        self.assertEqual((content["engine"], content["steps"]), ("some engine", 3))
        last = {"seed": 2, "live": 0.5, "average": None, "views": None, "trainSeconds": 1.0}
        self.assertEqual(content["runs"][1], last)

    def test_refuse_a_seed_that_is_already_there(self):
        results = Results(self.path)
        results.add({}, events(1, 0.25))
        self.assertRaises(ValueError, results.add, {}, events(1, 0.5))

    def test_refuse_a_failed_run(self):
        begin, _ = events(1, 0.25)
        failed = {"type": "failed", "message": "The loss became NaN."}
        self.assertRaises(ArithmeticError, Results(self.path).add, {}, [begin, failed])


if __name__ == "__main__":
    unittest.main()
