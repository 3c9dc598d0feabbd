"""Runs a list of layers (src/model/layers.ts) in PyTorch."""

import math

import torch
import torch.nn.functional as F

from data.draws import IMAGE_SIDE
from processes.distributed import ALONE


class Network:
    """Maps normalised images [n, 3, side, side] to logits [n, 10]; holds parameters and running statistics by name."""

    def __init__(self, layers, parameters, statistics, half=False, processes=ALONE):
        self.layers = layers
        self.parameters = parameters
        self.statistics = statistics
        self.processes = processes
        self.compute = torch.float16 if half else next(iter(parameters.values())).dtype

    def __call__(self, images, training):
        """With `training`, batch norm uses the batch's statistics and updates the running ones.

        The images are then this process's share of the batch. Each process updates the running statistics from its own images;
        their mean over the processes equals those of a single process.
        """
        return self.run(self.layers, images.to(self.compute), training)

    def run(self, layers, x, training):
        for layer in layers:
            x = getattr(self, layer["kind"])(layer, x, training)
        return x

    def conv(self, layer, x, training):
        kernel = layer["kernel"]
        if layer["padding"] == "same":  # an even kernel pads one pixel more at the end
            before = (kernel - 1) // 2
            after = kernel - 1 - before
            x = F.pad(x, (before, after, before, after))
        name = layer["name"]
        bias = self.parameters[f"{name}.bias"].to(x.dtype) if layer["bias"] else None
        return F.conv2d(x, self.parameters[f"{name}.weight"].to(x.dtype), bias, layer["stride"])

    def batchNorm(self, layer, x, training):
        """Over ghost groups of neighbouring images, if any. Normalises by the biased variance; the running one is unbiased."""
        name, epsilon, momentum = layer["name"], layer["epsilon"], layer["momentum"]
        running_mean, running_variance = self.statistics[f"{name}.mean"], self.statistics[f"{name}.variance"]
        stored, x = x.dtype, x.to(running_mean.dtype)
        if training:
            images, channels, height, width = x.shape
            group = layer["groupSize"] or images * self.processes.count
            piece = math.gcd(group, images)  # the most neighbours that share a group and a process
            x = x.view(images // piece, piece, channels, height, width)
            variance, mean = torch.var_mean(x, (1, 3, 4), unbiased=False, keepdim=True)
            if piece < group:
                variance, mean = self.group_statistics(variance, mean, group // piece)
            count = group * height * width
            with torch.no_grad():
                running_mean.lerp_(mean.mean(0).flatten(), momentum)
                running_variance.lerp_(variance.mean(0).flatten() * count / (count - 1), momentum)
            x = ((x - mean) * torch.rsqrt(variance + epsilon)).view(images, channels, height, width)
        else:
            x = (x - per_channel(running_mean)) * torch.rsqrt(per_channel(running_variance) + epsilon)
        x = x * per_channel(self.parameters[f"{name}.scale"]) + per_channel(self.parameters[f"{name}.bias"])
        return x.to(stored)

    def group_statistics(self, variance, mean, pieces):
        """The variance and mean of each piece's group, from those of the group's `pieces` pieces of equal size."""
        gathered = self.processes.gather(torch.stack([variance, mean], 1))
        variances, means = gathered.unflatten(0, (-1, pieces)).unbind(2)
        mean = means.mean(1, keepdim=True)
        variance = (variances + (means - mean) ** 2).mean(1, keepdim=True)
        first, count = self.processes.share(len(gathered))
        own = lambda groups: groups.expand_as(means).flatten(0, 1)[first : first + count]
        return own(variance), own(mean)

    def bias(self, layer, x, training):
        return x + per_channel(self.parameters[f"{layer['name']}.bias"]).to(x.dtype)

    def activation(self, layer, x, training):
        activation = layer["activation"]
        kind = activation["kind"]
        if kind == "relu":
            return F.relu(x)
        if kind == "celu":
            return F.celu(x, activation["alpha"])
        if kind == "gelu":
            return F.gelu(x)
        if kind == "silu":
            return F.silu(x)
        raise ValueError(f'There is no activation named "{kind}".')

    def maxPool(self, layer, x, training):
        return F.max_pool2d(x, pool_size(layer, x))

    def averagePool(self, layer, x, training):
        return F.avg_pool2d(x, pool_size(layer, x))

    def residual(self, layer, x, training):
        return self.run(layer["shortcut"], x, training) + self.run(layer["body"], x, training)

    def concat(self, layer, x, training):
        return torch.cat([self.run(branch, x, training) for branch in layer["branches"]], 1)

    def flatten(self, layer, x, training):
        return x.permute(0, 2, 3, 1).flatten(1)  # channels vary fastest, as in NHWC

    def linear(self, layer, x, training):
        name = layer["name"]
        bias = self.parameters[f"{name}.bias"].to(x.dtype) if layer["bias"] else None
        return F.linear(x, self.parameters[f"{name}.weight"].to(x.dtype), bias)

    def scale(self, layer, x, training):
        return x * layer["factor"]


def pool_size(layer, x):
    """A pool's size, limited to the image: a smaller image leaves less for the pool before the head."""
    return min(layer["size"], x.shape[-1])


def per_channel(values):
    return values.view(1, -1, 1, 1)


def summed_loss(logits, labels, label_smoothing):
    """Cross-entropy with label smoothing, summed over the batch."""
    return F.cross_entropy(logits, labels, reduction="sum", label_smoothing=label_smoothing)


def mixed_loss(logits, truth, label_smoothing):
    """The same for images with a patch of another image: each label is weighted by its share of the pixels."""
    share = truth.other_pixels / IMAGE_SIDE**2
    own = summed_loss(logits, truth.labels, label_smoothing)
    return own if share == 0 else (1 - share) * own + share * summed_loss(logits, truth.others, label_smoothing)
