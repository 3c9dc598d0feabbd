import unittest

from training.schedule import interpolate, keep_average_at, rates_at, rescales_at, run_length, scheduled_value, side_at

SUM = {"scaling": "sum"}
AIRBENCH = {
    "batchSize": 1024,
    "length": {"unit": "epochs", "count": 9.9},
    "network": {"whitening": {"biasEpochs": 3}},
    "schedule": {"unit": "run", "knots": [[0, 0.3], [0.23, 1.5], [1, 0.105]], "firstStep": 0, **SUM, "batchSize": 1024},
    "optimiser": {"kind": "sgd", "weightDecay": 0.0153 / 11.5, "normBiasRate": 64},
    "averaging": {"kind": "lookahead", "rho": 0.95, "everySteps": 5},
}
PAGE = {
    "batchSize": 512,
    "length": {"unit": "epochs", "count": 10},
    "network": {"whitening": {"epsilon": 0.01}},
    "schedule": {"unit": "epoch", "knots": [[0, 0], [2, 1], [8, 0.1]], "firstStep": 1, **SUM, "batchSize": 512},
    "optimiser": {"kind": "sgd", "weightDecay": 5e-4, "normBiasRate": 64},
    "averaging": {"kind": "ema", "rho": 0.99, "everySteps": 5},
}


MUON = {
    "batchSize": 2000,
    "length": {"unit": "epochs", "count": 8},
    "network": {"whitening": {"biasEpochs": 3}},
    "schedule": {"unit": "run", "knots": [[0, 0.24], [1, 0]], "firstStep": 0, **SUM, "batchSize": 2000},
    "optimiser": {
        "kind": "muon",
        "weightDecay": 0.004 / 0.24,
        "normBiasRate": 0.053 * 2000 / 0.24,
        "headRate": 0.67 * 2000 / 0.24,
        "biasRate": 0.053 * 2000 / 0.24,
        "biasRests": True,
        "convolutions": {"rate": 1, "momentum": 0.6, "nesterov": True},
    },
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

    def test_muons_groups(self):
        run = run_length(MUON, 50_000)
        self.assertEqual(run.steps, 200)
        for step in (0, 50, 74, 75, 199):
            rates = rates_at(MUON, run, step)
            left = 1 - step / 200
            expected = {
                "convWeight": (0.24 * left, 0),
                "headWeight": (0.67 * left, 0.004 / 0.67),
                "normBias": (0.053 * left, 0.004 / 0.053),
                "bias": (0.053 * (1 - step / 75), 0.004 / 0.053) if step < 75 else None,
            }
            for group, pair in expected.items():
                if pair is None:
                    self.assertIsNone(rates[group])
                    continue
                self.assertAlmostEqual(rates[group][0], pair[0])
                self.assertAlmostEqual(rates[group][1], pair[1])

    def test_lars_rates_do_not_depend_on_the_batch(self):
        optimiser = {"kind": "lars", "weightDecay": 5e-4, "normBiasRate": 1, "weightRate": 1 / 64}
        for batch in (128, 512):
            recipe = {**PAGE, "optimiser": optimiser, "batchSize": batch}
            run = run_length(recipe, 50_000)
            peak = rates_at(recipe, run, 2 * run.steps_per_epoch - 1)
            self.assertAlmostEqual(peak["convWeight"][0], 1 / 64)
            self.assertAlmostEqual(peak["convWeight"][1], 5e-4 * batch)
            self.assertAlmostEqual(peak["normBias"][0], 1 / 512)

    def test_rates_scale_with_the_batch_size(self):
        for scaling, rate in (("sum", 1 / 512), ("mean", 1 / 128)):
            recipe = {**PAGE, "batchSize": 128, "schedule": {**PAGE["schedule"], "scaling": scaling}}
            run = run_length(recipe, 50_000)
            peak = rates_at(recipe, run, 2 * run.steps_per_epoch - 1)
            self.assertAlmostEqual(peak["convWeight"][0], rate)

    def test_averages(self):
        run = run_length(AIRBENCH, 50_000)
        self.assertIsNone(keep_average_at(AIRBENCH, run, 100))
        for taken, keep in ((100, 0.0072), (240, 0.099), (400, 0.459), (475, 0.769)):
            self.assertAlmostEqual(keep_average_at(AIRBENCH, run, taken - 1), keep, places=3)
        run = run_length(PAGE, 50_000)
        self.assertAlmostEqual(keep_average_at(PAGE, run, 0), 0.95099, places=5)
        self.assertIsNone(keep_average_at(PAGE, run, 4))

    def test_tail_starts_as_a_copy(self):
        recipe = {**AIRBENCH, "averaging": {"kind": "tail", "keep": 0.7, "everySteps": 4, "lastSteps": 20}}
        run = run_length(recipe, 50_000)
        found = {step: keep_average_at(recipe, run, step) for step in range(run.steps)}
        due = {step: keep for step, keep in found.items() if keep is not None}
        self.assertEqual(due, {455: 0, 459: 0.7, 463: 0.7, 467: 0.7, 471: 0.7, 475: 0.7})

    def test_images_grow_at_their_epochs(self):
        sides = [{"fromEpoch": 0, "side": 24}, {"fromEpoch": 3, "side": 28}, {"fromEpoch": 6, "side": 32}]
        recipe = {**AIRBENCH, "augmentation": {"sides": sides}}
        run = run_length(recipe, 50_000)
        found = [side_at(recipe, run, epoch * run.steps_per_epoch + more) for epoch, more in ((0, 0), (3, -1), (3, 0), (6, -1), (6, 0))]
        self.assertEqual(found, [24, 24, 28, 28, 32])

    def test_rescaling_becomes_rarer(self):
        run = run_length(AIRBENCH, 50_000)
        taken = [step for step in range(run.steps) if rescales_at({"rescaling": {"everySteps": 2, "growth": 15}}, run, step)]
        pauses = [b - a for a, b in zip(taken, taken[1:])]
        self.assertEqual((taken[0], pauses[0], pauses), (1, 2, sorted(pauses)))
        self.assertGreater(pauses[-1], 12)
        self.assertTrue(all(rescales_at({}, run, step) for step in range(9)))

    def test_interpolation(self):
        knots = [[1, 10], [3, 20], [3, 40], [5, 0]]
        self.assertEqual([interpolate(knots, x) for x in range(7)], [10, 10, 15, 20, 20, 0, 0])
