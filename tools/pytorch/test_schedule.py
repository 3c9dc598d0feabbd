import unittest

from schedule import interpolate, keep_average_at, rates_at, run_length, scheduled_value

AIRBENCH = {
    "batchSize": 1024,
    "length": {"unit": "epochs", "count": 9.9},
    "network": {"whitening": {"biasEpochs": 3}},
    "schedule": {"unit": "run", "knots": [[0, 0.3], [0.23, 1.5], [1, 0.105]], "firstStep": 0},
    "optimiser": {"weightDecay": 0.0153 / 11.5, "normBiasRate": 64},
    "averaging": {"kind": "lookahead", "rho": 0.95, "everySteps": 5},
}
PAGE = {
    "batchSize": 512,
    "length": {"unit": "epochs", "count": 10},
    "network": {"whitening": {"epsilon": 0.01}},
    "schedule": {"unit": "epoch", "knots": [[0, 0], [2, 1], [8, 0.1]], "firstStep": 1},
    "optimiser": {"weightDecay": 5e-4, "normBiasRate": 64},
    "averaging": {"kind": "ema", "rho": 0.99, "everySteps": 5},
}


class Schedule(unittest.TestCase):
    def test_lengths(self):
        self.assertEqual(run_length(AIRBENCH, 50_000).steps, 476)
        self.assertEqual(run_length(PAGE, 50_000).steps, 970)

    def test_published_rates(self):
        run = run_length(PAGE, 50_000)
        for step, rate in ((1, 1.00677e-5), (97, 9.765625e-4), (194, 1.953125e-3), (485, 1.0742e-3), (776, 1.953125e-4)):
            found, decay = rates_at(PAGE, run, step - 1)["convWeight"]
            self.assertAlmostEqual(found / rate, 1, places=4)
            self.assertAlmostEqual(decay, 0.256)
        run = run_length(AIRBENCH, 50_000)
        for step, share in ((0, 0.2), (54, 0.5963), (109, 1), (292, 0.536), (475, 0.0725)):
            self.assertAlmostEqual(scheduled_value(AIRBENCH, run, step) / 1.5, share, places=3)
        rates = rates_at(AIRBENCH, run, 109)
        self.assertAlmostEqual(rates["headWeight"][1], 1.36237, places=5)
        self.assertAlmostEqual(rates["normBias"][0], 0.09375)
        self.assertAlmostEqual(rates["normBias"][1], 0.0212870, places=6)

    def test_whitening_bias_stops_after_its_epochs(self):
        run = run_length(AIRBENCH, 50_000)
        self.assertIsNotNone(rates_at(AIRBENCH, run, 143)["bias"])
        self.assertIsNone(rates_at(AIRBENCH, run, 144)["bias"])

    def test_averages(self):
        run = run_length(AIRBENCH, 50_000)
        self.assertIsNone(keep_average_at(AIRBENCH, run, 100))
        for taken, keep in ((100, 0.0072), (240, 0.099), (400, 0.459), (475, 0.769)):
            self.assertAlmostEqual(keep_average_at(AIRBENCH, run, taken - 1), keep, places=3)
        run = run_length(PAGE, 50_000)
        self.assertAlmostEqual(keep_average_at(PAGE, run, 0), 0.95099, places=5)
        self.assertIsNone(keep_average_at(PAGE, run, 4))

    def test_interpolation(self):
        knots = [[1, 10], [3, 20], [3, 40], [5, 0]]
        self.assertEqual([interpolate(knots, x) for x in range(7)], [10, 10, 15, 20, 20, 0, 0])
