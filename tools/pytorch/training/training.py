"""One run of a recipe: its state, steps and tests."""

import torch
import torch.nn.functional as F

from data.draws import draw_epoch
from network.network import Network, mixed_loss, summed_loss
from network.parameters import from_torch, initial_state, network_parameters, to_torch
from processes.distributed import ALONE
from training.optimiser import Averaging, Optimiser
from training.schedule import keep_average_at, rates_at, run_length, side_at

TEST_BATCH = 500


class Training:
    """`printed` is the output of `--print-recipe`; `images` are the training images on the device to train on.

    Every process has its own copy, which computes its share of every batch and ends each step with the same weights.
    """

    def __init__(self, printed, seed, records, images, dtype=torch.float32, half=False, processes=ALONE):
        self.recipe, self.seed, self.images = printed["recipe"], seed, images
        self.normalisation = printed["normalisation"]
        self.processes = processes
        self.length = run_length(self.recipe, len(images))
        self.parameters, self.statistics = {}, {}
        specs = {spec.name: spec for spec in network_parameters(printed["layers"])}
        for name, values in initial_state(printed, seed, records).items():
            space = self.parameters if name in specs else self.statistics
            space[name] = to_torch(values, images.pixels.device, dtype)
        trained = {name: spec.group for name, spec in specs.items() if spec.trainable}
        for name in trained:
            self.parameters[name].requires_grad_()
        self.network = Network(printed["layers"], self.parameters, self.statistics, half, processes)
        self.optimiser = Optimiser(self.recipe, self.parameters, trained)
        live = {**{name: self.parameters[name] for name in trained}, **self.statistics}
        averages = self.recipe["averaging"]["kind"] != "none"
        self.averaging = Averaging(self.recipe, live) if averages else None
        # The tail writes its average back to the weights.
        self.judges_average = averages and self.recipe["averaging"]["kind"] != "tail"
        self.epoch, self.epoch_drawn = None, None

    def draws(self, epoch):
        """The epoch's augmentation draws, cached."""
        if self.epoch_drawn != epoch:
            self.epoch = draw_epoch(self.recipe["augmentation"], self.seed, epoch, len(self.images))
            self.epoch_drawn = epoch
        return self.epoch

    def batch(self, step):
        """The normalised, augmented images of this process's share of a step, and their labels."""
        epoch, index = divmod(step, self.length.steps_per_epoch)
        size = self.recipe["batchSize"]
        first, count = self.processes.share(size)
        return self.images.batch(self.draws(epoch), index * size + first, count)

    def step(self, step):
        """One training step; returns the batch's mean loss and number of correct predictions, as tensors on the device."""
        images, truth = self.batch(step)
        side = side_at(self.recipe, self.length, step)
        if side != images.shape[-1]:
            images = F.interpolate(images, size=(side, side), mode="bilinear", align_corners=False)
        logits = self.network(images, training=True)
        logits = logits.float() if logits.dtype == torch.float16 else logits
        loss = mixed_loss(logits, truth, self.recipe["labelSmoothing"])
        correct = (logits.argmax(1) == truth.labels).sum()
        names = list(self.optimiser.groups)
        gradients = torch.autograd.grad(loss, [self.parameters[name] for name in names])
        sums = [loss.detach(), correct, *gradients]
        loss, correct, *gradients = self.processes.exchange(sums, averaged=self.statistics.values())
        self.optimiser.step(dict(zip(names, gradients)), rates_at(self.recipe, self.length, step))
        keep = keep_average_at(self.recipe, self.length, step)
        if keep is not None:
            self.averaging.update(keep)
        return loss / self.recipe["batchSize"], correct

    def score(self, logits, test):
        """Mean cross-entropy without label smoothing, and accuracy."""
        loss = summed_loss(logits, test.labels, 0).item()
        correct = (logits.argmax(1) == test.labels).sum().item()
        return {"loss": loss / len(test), "accuracy": correct / len(test)}

    @torch.no_grad()
    def test_logits(self, test, views, averaged, share=1):
        """The views' averaged logits, with running statistics in batch norm.

        `share` is the share of the images that get all views: those with the lowest confidence under the first view. The
        others get the first view only.
        """
        network = self.averaged_network() if averaged else self.network
        everything = torch.arange(len(test), device=test.pixels.device)
        logits = weighted_logits(network, test, everything, views if share == 1 else [{**views[0], "weight": 1}])
        if share < 1:
            confidence = logits.softmax(1).max(1).values
            doubtful = confidence.argsort(stable=True)[: int(share * len(test))]
            logits[doubtful] = weighted_logits(network, test, doubtful, views)
        return logits

    def averaged_network(self):
        average = self.averaging.average
        pick = lambda space: {name: average.get(name, tensor) for name, tensor in space.items()}
        half = self.network.compute == torch.float16
        return Network(self.network.layers, pick(self.parameters), pick(self.statistics), half)

    @torch.no_grad()
    def restore(self, tensors):
        """Restores the state of a `snapshot`."""
        for key, tensor in self.tensors().items():
            tensor.copy_(to_torch(tensors[key], tensor.device, tensor.dtype))

    def tensors(self):
        """All tensors between two steps, named as in src/engine/snapshot.ts."""
        spaces = {
            "weights": {**self.parameters, **self.statistics},
            "velocity": self.optimiser.velocity,
            "average": self.averaging.average if self.averaging else {},
        }
        return {
            f"{space}/{name}": tensor
            for space, tensors in spaces.items()
            for name, tensor in tensors.items()
        }

    def snapshot(self):
        """The same in file layout."""
        return {key: from_torch(tensor).copy() for key, tensor in self.tensors().items()}


def weighted_logits(network, test, records, views):
    """The weighted sum of the views' logits of these records."""
    of = lambda part: sum(
        view["weight"] * network(test.view(part, view), training=False).float() for view in views
    )
    return torch.cat([of(part) for part in records.split(TEST_BATCH)])


def viewed_share(name):
    """The share of the test images that get all views."""
    return 1 / 4 if name in ("selective", "selectiveEqual") else 1


def views_of(name):
    """The views of a recipe's tests and their weights; for each shift, first plain, then mirrored.

    Sources: David Page, bag_of_tricks.ipynb in https://github.com/davidcpage/cifar10-fast (mirror); Keller Jordan,
    legacy/airbench94.py in https://github.com/KellerJordan/cifar10-airbench (six views).
    """
    view = lambda mirrored, shift, weight: {
        "mirrored": mirrored, "shiftX": shift, "shiftY": shift, "weight": weight,
    }  # fmt: skip
    if name == "none":
        return [view(False, 0, 1)]
    if name == "mirror":
        return [view(mirrored, 0, 1 / 2) for mirrored in (False, True)]
    if name in ("mirrorAndShifts", "selective", "selectiveEqual"):
        weights = {0: 1 / 6, -1: 1 / 6, 1: 1 / 6} if name == "selectiveEqual" else {0: 1 / 4, -1: 1 / 8, 1: 1 / 8}
        return [view(m, shift, weight) for shift, weight in weights.items() for m in (False, True)]
    raise ValueError(f'Unknown views "{name}".')
