import unittest

from study import COMPARISONS, comparison


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

    def test_leave_out_seeds_that_one_side_lacks(self):
        results = {"a": result(0.5, 0.6, 0.7), "b": result(0.4, 0.6)}
        self.assertEqual(comparison(results, "trick", ("a", "views"), ("b", "views"))["seeds"], [1, 2])

    def test_name_a_run_once(self):
        tricks = [trick for trick, *_ in COMPARISONS]
        self.assertEqual(len(tricks), len(set(tricks)))


if __name__ == "__main__":
    unittest.main()
