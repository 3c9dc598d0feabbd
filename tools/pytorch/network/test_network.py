import unittest

import torch
import torch.nn.functional as F

from network.network import Network
from network.parameters import from_torch, to_torch


def norm(group_size):
    return {"kind": "batchNorm", "name": "n", "channels": 5, "epsilon": 1e-5, "momentum": 0.3, "groupSize": group_size}


class BatchNorm(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(0)
        self.x = torch.randn(8, 5, 6, 7, dtype=torch.float64) * 3 + 10
        self.parameters = {f"n.{name}": torch.rand(5, dtype=torch.float64) for name in ("scale", "bias")}
        self.statistics = {f"n.{name}": torch.rand(5, dtype=torch.float64) for name in ("mean", "variance")}

    def expected(self, x, mean, variance, training):
        scale, bias = self.parameters["n.scale"], self.parameters["n.bias"]
        return F.batch_norm(x, mean, variance, scale, bias, training, 0.3, 1e-5)

    def test_matches_pytorch(self):
        network = Network([norm(None)], self.parameters, self.statistics)
        mean, variance = self.statistics["n.mean"].clone(), self.statistics["n.variance"].clone()
        for training in (True, False):
            expected = self.expected(self.x, mean, variance, training)
            torch.testing.assert_close(network(self.x, training), expected)
            torch.testing.assert_close(self.statistics["n.mean"], mean)
            torch.testing.assert_close(self.statistics["n.variance"], variance)

    def test_groups_neighbours_and_averages_their_running_statistics(self):
        network = Network([norm(4)], self.parameters, self.statistics)
        halves = []
        for part in self.x.split(4):
            mean, variance = self.statistics["n.mean"].clone(), self.statistics["n.variance"].clone()
            halves.append((self.expected(part, mean, variance, True), mean, variance))
        torch.testing.assert_close(network(self.x, True), torch.cat([half[0] for half in halves]))
        torch.testing.assert_close(self.statistics["n.mean"], (halves[0][1] + halves[1][1]) / 2)
        torch.testing.assert_close(self.statistics["n.variance"], (halves[0][2] + halves[1][2]) / 2)


class Layouts(unittest.TestCase):
    def test_files_and_pytorch(self):
        hwio = torch.arange(2 * 3 * 4 * 5, dtype=torch.float32).view(2, 3, 4, 5)
        oihw = to_torch(hwio)
        self.assertEqual(oihw[4, 3, 1, 2], hwio[1, 2, 3, 4])
        self.assertTrue((from_torch(oihw) == hwio.numpy()).all())

    def test_flatten_keeps_channels_together(self):
        x = torch.arange(2 * 3 * 2 * 2).view(2, 3, 2, 2).float()
        flat = Network([], {"w": x}, {}).flatten({}, x, False)
        self.assertEqual(flat[0, :3].tolist(), x[0, :, 0, 0].tolist())

    def test_same_padding_and_stride(self):
        x, weight = torch.randn(1, 2, 7, 8), torch.randn(3, 2, 3, 3)
        layer = {"kind": "conv", "name": "c", "kernel": 3, "stride": 2, "padding": "same", "bias": False}
        found = Network([layer], {"c.weight": weight}, {})(x, False)
        torch.testing.assert_close(found, F.conv2d(x, weight, stride=2, padding=1))
