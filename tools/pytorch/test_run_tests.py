import io
import unittest

from run_tests import CountingResult


def cases():
    """Defined in a function, so that unittest does not discover them."""

    class Cases(unittest.TestCase):
        def test_passes(self):
            pass

        def test_fails(self):
            self.fail()

        def test_breaks(self):
            raise KeyError

        def test_fails_twice(self):
            for part in range(2):
                with self.subTest(part=part):
                    self.fail()

        @unittest.skip("for this test")
        def test_is_skipped(self):
            self.fail()

        @unittest.expectedFailure
        def test_passes_unexpectedly(self):
            pass

    class Unprepared(unittest.TestCase):
        @classmethod
        def setUpClass(cls):
            raise KeyError

        def test_never_starts(self):
            pass

    return unittest.TestSuite(map(unittest.defaultTestLoader.loadTestsFromTestCase, (Cases, Unprepared)))


class Counts(unittest.TestCase):
    def test_count_each_test_once(self):
        result = unittest.TextTestRunner(stream=io.StringIO(), resultclass=CountingResult).run(cases())
        self.assertEqual(result.counts(), {"passed": 1, "failed": 5, "skipped": 1})


if __name__ == "__main__":
    unittest.main()
