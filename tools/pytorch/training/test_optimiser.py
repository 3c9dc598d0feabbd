import unittest

import torch

from training.muon import orthogonalise
from training.optimiser import Averaging, Optimiser


def recipe(velocity, nesterov=True):
    return {"optimiser": {"kind": "sgd", "momentum": 0.9, "nesterov": nesterov, "velocity": velocity}}


class SgdSteps(unittest.TestCase):
    def walk(self, velocity, nesterov, rates):
        weight = torch.tensor([1.0, -2.0], dtype=torch.float64)
        sgd = Optimiser(recipe(velocity, nesterov), {"w": weight}, {"w": "convWeight"})
        for rate in rates:
            sgd.step({"w": weight.sin()}, {"convWeight": (rate, 0.1)})
        return weight

    def test_without_rate_matches_pytorch(self):
        rates = [0.1, 0.2, 0.3, 0.05]
        for nesterov in (True, False):
            weight = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True)
            reference = torch.optim.SGD([weight], 1, momentum=0.9, nesterov=nesterov, weight_decay=0.1)
            for rate in rates:
                reference.param_groups[0]["lr"] = rate
                weight.grad = weight.detach().sin()
                reference.step()
            torch.testing.assert_close(self.walk("withoutRate", nesterov, rates), weight.detach())

    def test_kinds_of_momentum_agree_only_at_a_constant_rate(self):
        for nesterov in (True, False):
            alike = [self.walk(velocity, nesterov, [0.1] * 4) for velocity in ("withRate", "withoutRate")]
            torch.testing.assert_close(*alike)
        changing = [self.walk(velocity, True, [0.1, 0.3]) for velocity in ("withRate", "withoutRate")]
        self.assertGreater((changing[0] - changing[1]).abs().max().item(), 1e-3)

    def test_with_rate_worked_example(self):
        weight = torch.tensor([1.0])
        sgd = Optimiser(recipe("withRate"), {"w": weight}, {"w": "bias"})
        sgd.step({"w": torch.tensor([2.0])}, {"bias": (0.1, 0.5)})  # d = -0.25, v = -0.25
        self.assertAlmostEqual(weight.item(), 1 - 0.25 - 0.9 * 0.25, places=6)
        self.assertAlmostEqual(sgd.velocity["w"].item(), -0.25, places=6)

    def test_leaves_a_group_alone(self):
        weight = torch.tensor([1.0])
        sgd = Optimiser(recipe("withRate"), {"w": weight}, {"w": "bias"})
        sgd.step({"w": torch.tensor([2.0])}, {"bias": None})
        self.assertEqual((weight.item(), sgd.velocity["w"].item()), (1, 0))


class WholeTensors(unittest.TestCase):
    def optimiser(self, settings, weight, group):
        settings = {"momentum": 0.9, "nesterov": True, "velocity": "withRate", **settings}
        return Optimiser({"optimiser": settings}, {"w": weight}, {"w": group})

    def test_lars_worked_example(self):
        weight = torch.tensor([3.0, 4.0])
        lars = self.optimiser({"kind": "lars", "momentum": 0.5, "epsilon": 1}, weight, "headWeight")
        lars.velocity["w"].copy_(torch.tensor([1.0, 0.0]))
        # g + 2 w = (0, 4); rate 0.1 * 5 / (4 + 1) = 0.1; d = (0, -0.4); v = 0.5 v + d
        lars.step({"w": torch.tensor([-6.0, -4.0])}, {"headWeight": (0.1, 2)})
        torch.testing.assert_close(lars.velocity["w"], torch.tensor([0.5, -0.4]))
        torch.testing.assert_close(weight, torch.tensor([3.25, 3.4]))

    def test_lars_leaves_biases_to_sgd(self):
        weight = torch.zeros(2)
        lars = self.optimiser({"kind": "lars", "epsilon": 0.01}, weight, "normBias")
        lars.step({"w": torch.ones(2)}, {"normBias": (0.1, 0)})
        torch.testing.assert_close(weight, torch.full((2,), -0.19))

    def test_muon_matches_its_authors_code(self):
        """zeropower_via_newtonschulz5 and Muon.step of airbench94_muon.py, in double precision."""
        torch.manual_seed(1)
        convolutions = {"rate": 1, "momentum": 0.6, "nesterov": True}
        for shape in ((4, 3, 3, 3), (40, 2, 3, 3)):
            weight = torch.randn(shape, dtype=torch.float64)
            expected, buffer = weight.clone(), torch.zeros_like(weight)
            muon = self.optimiser({"kind": "muon", "convolutions": convolutions}, weight, "convWeight")
            for _ in range(3):
                gradient = torch.randn(shape, dtype=torch.float64)
                muon.step({"w": gradient}, {"convWeight": (0.24, 0)})
                buffer.mul_(0.6).add_(gradient)
                expected.mul_(len(expected) ** 0.5 / expected.norm())
                update = orthogonalise(gradient.add(buffer, alpha=0.6).reshape(len(gradient), -1))
                expected.add_(update.view(shape), alpha=-0.24)
            torch.testing.assert_close(weight, expected)
            self.assertAlmostEqual(muon.velocity["w"].sub(buffer).abs().max().item(), 0)

    def test_orthogonal_updates_have_singular_values_near_one(self):
        torch.manual_seed(2)
        values = torch.linalg.svdvals(orthogonalise(torch.randn(24, 200, dtype=torch.float64)))
        self.assertGreater(values.min().item(), 0.5)
        self.assertLess(values.max().item(), 1.5)


class Averages(unittest.TestCase):
    def test_ema_follows_and_lookahead_writes_back(self):
        for kind, live in (("ema", 5.0), ("lookahead", 2.0)):
            weight = torch.tensor([1.0])
            averaging = Averaging({"averaging": {"kind": kind}}, {"w": weight})
            weight.fill_(5)
            averaging.update(0.75)
            self.assertEqual(averaging.average["w"].item(), 2)
            self.assertEqual(weight.item(), live)
