import unittest

import torch

from optimiser import Averaging, Sgd


def recipe(velocity, nesterov=True):
    return {"optimiser": {"momentum": 0.9, "nesterov": nesterov, "velocity": velocity}}


class SgdSteps(unittest.TestCase):
    def walk(self, velocity, nesterov, rates):
        weight = torch.tensor([1.0, -2.0], dtype=torch.float64)
        sgd = Sgd(recipe(velocity, nesterov), {"w": weight}, {"w": "convWeight"})
        for rate in rates:
            sgd.step({"w": weight.sin()}, {"convWeight": (rate, 0.1)})
        return weight

    def test_without_rate_is_pytorchs(self):
        rates = [0.1, 0.2, 0.3, 0.05]
        for nesterov in (True, False):
            weight = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True)
            reference = torch.optim.SGD([weight], 1, momentum=0.9, nesterov=nesterov, weight_decay=0.1)
            for rate in rates:
                reference.param_groups[0]["lr"] = rate
                weight.grad = weight.detach().sin()
                reference.step()
            torch.testing.assert_close(self.walk("withoutRate", nesterov, rates), weight.detach())

    def test_dialects_agree_at_a_constant_rate_only(self):
        for nesterov in (True, False):
            alike = [self.walk(velocity, nesterov, [0.1] * 4) for velocity in ("withRate", "withoutRate")]
            torch.testing.assert_close(*alike)
        changing = [self.walk(velocity, True, [0.1, 0.3]) for velocity in ("withRate", "withoutRate")]
        self.assertGreater((changing[0] - changing[1]).abs().max().item(), 1e-3)

    def test_with_rate_by_hand(self):
        weight = torch.tensor([1.0])
        sgd = Sgd(recipe("withRate"), {"w": weight}, {"w": "g"})
        sgd.step({"w": torch.tensor([2.0])}, {"g": (0.1, 0.5)})  # d = -0.25, v = -0.25
        self.assertAlmostEqual(weight.item(), 1 - 0.25 - 0.9 * 0.25, places=6)
        self.assertAlmostEqual(sgd.velocity["w"].item(), -0.25, places=6)

    def test_leaves_a_group_alone(self):
        weight = torch.tensor([1.0])
        sgd = Sgd(recipe("withRate"), {"w": weight}, {"w": "g"})
        sgd.step({"w": torch.tensor([2.0])}, {"g": None})
        self.assertEqual((weight.item(), sgd.velocity["w"].item()), (1, 0))


class Averages(unittest.TestCase):
    def test_ema_follows_and_lookahead_writes_back(self):
        for kind, live in (("ema", 5.0), ("lookahead", 2.0)):
            weight = torch.tensor([1.0])
            averaging = Averaging({"averaging": {"kind": kind}}, {"w": weight})
            weight.fill_(5)
            averaging.update(0.75)
            self.assertEqual(averaging.average["w"].item(), 2)
            self.assertEqual(weight.item(), live)
