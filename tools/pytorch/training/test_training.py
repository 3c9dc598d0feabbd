import unittest

from training.training import viewed_share, views_of

KINDS = ["none", "mirror", "mirrorAndShifts", "selective", "selectiveEqual"]


class Views(unittest.TestCase):
    def test_weights_sum_to_one(self):
        for name in KINDS:
            self.assertAlmostEqual(sum(view["weight"] for view in views_of(name)), 1, places=12, msg=name)

    def test_equal_views_are_the_six_of_airbench_with_equal_weights(self):
        def without_weights(name):
            return [{**view, "weight": None} for view in views_of(name)]

        self.assertEqual([view["weight"] for view in views_of("selective")], [1 / 4] * 2 + [1 / 8] * 4)
        self.assertEqual([view["weight"] for view in views_of("selectiveEqual")], [1 / 6] * 6)
        self.assertEqual(without_weights("selectiveEqual"), without_weights("mirrorAndShifts"))

    def test_only_selective_views_skip_images(self):
        self.assertEqual([viewed_share(name) for name in KINDS], [1, 1, 1, 1 / 4, 1 / 4])


if __name__ == "__main__":
    unittest.main()
