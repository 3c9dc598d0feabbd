"""A run's length, and its rates and averaging step by step. Steps count from 0.

Sources: David Page, https://github.com/davidcpage/cifar10-fast (torch_backend.py, bag_of_tricks.ipynb);
Keller Jordan, https://github.com/KellerJordan/cifar10-airbench (legacy/airbench94.py).
"""

import math
from dataclasses import dataclass

from data.draws import IMAGE_SIDE

ROUNDING = 1e-9  # a product such as 100 * 1.1 is a little over 110
SAMPLED_STEPS = 240


@dataclass
class RunLength:
    steps_per_epoch: int
    steps: int

    @property
    def epochs(self):
        return self.steps / self.steps_per_epoch


def run_length(recipe, train_images):
    steps_per_epoch = train_images // recipe["batchSize"]
    if steps_per_epoch == 0:
        raise ValueError(f"A batch of {recipe['batchSize']} does not fit {train_images} training images.")
    length = recipe["length"]
    if length["unit"] == "steps":
        return RunLength(steps_per_epoch, length["count"])
    return RunLength(steps_per_epoch, math.ceil(steps_per_epoch * length["count"] - ROUNDING))


def interpolate(knots, x):
    """The piecewise-linear function through [position, value] knots, constant beyond both ends."""
    if x <= knots[0][0]:
        return knots[0][1]
    for (x0, y0), (x1, y1) in zip(knots, knots[1:]):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return knots[-1][1]


def scheduled_value(recipe, run, step):
    """The learning rate for a mean loss."""
    schedule = recipe["schedule"]
    growth = recipe["batchSize"] / schedule["batchSize"] if schedule["scaling"] == "sum" else 1
    return growth * knot_value(schedule, run, step)


def knot_value(schedule, run, step):
    """The schedule's own value, for the batch size that it was written for."""
    position = step + schedule["firstStep"]
    if schedule["unit"] == "epoch":
        return interpolate(schedule["knots"], position / run.steps_per_epoch)
    return interpolate([(math.floor(share * run.steps), value) for share, value in schedule["knots"]], position)


def sample_schedule(recipe, run):
    """The scheduled values from the first step to the last, for drawing."""
    points = min(run.steps, SAMPLED_STEPS)
    steps = [math.floor(i * run.steps / points + 0.5) for i in range(points + 1)]
    return [{"epoch": step / run.steps_per_epoch, "rate": scheduled_value(recipe, run, step)} for step in steps]


def rates_at(recipe, run, step):
    """(learning rate, weight decay) of every group for the summed loss; None leaves a group unchanged.

    Muon's convolutions have a third value: whether this step rescales them. The rates of parameters that LARS and Muon update
    tensor by tensor do not depend on the batch size.
    """
    optimiser, batch = recipe["optimiser"], recipe["batchSize"]
    value, own = scheduled_value(recipe, run, step), knot_value(recipe["schedule"], run, step)
    decay = optimiser["weightDecay"] * batch
    rate = lambda times, scheduled=value: (scheduled / batch * times, decay / times)
    groups = ("convWeight", "headWeight", "bias", "normScale")
    rates = {**{group: rate(1) for group in groups}, "normBias": rate(optimiser["normBiasRate"])}
    left = bias_share(recipe, run, step)
    if optimiser["kind"] == "lars":
        rates["convWeight"] = rates["headWeight"] = (own * optimiser["weightRate"], decay)
    elif optimiser["kind"] == "muon":
        convolutions = optimiser["convolutions"]
        own_decay = convolutions.get("weightDecay", 0) * batch
        rates["convWeight"] = (own * convolutions["rate"], own_decay, rescales_at(convolutions, run, step))
        rates["headWeight"] = rate(optimiser["headRate"])
        resting = scheduled_value(recipe, run, 0) * left
        rates["bias"] = rate(optimiser["biasRate"], resting if optimiser["biasRests"] else value)
    if left <= 0:
        rates["bias"] = None
    return rates


def bias_share(recipe, run, step):
    """The share of its training that the whitening bias has left, from 1 to 0 or less; always 1 if it trains to the end."""
    epochs = (recipe["network"].get("whitening") or {}).get("biasEpochs") or 0
    return 1 - step / math.ceil(epochs * run.steps_per_epoch - ROUNDING) if epochs > 0 else 1


def rescales_at(convolutions, run, step):
    """Whether Muon rescales the weights before it updates them. Source: E1 of fulcrumresearch/cifar-10-speedrun."""
    rescaling = convolutions.get("rescaling", {"everySteps": 1, "growth": 0})
    last = 0
    for at in range(1, step + 2):
        if at - last >= rescaling["everySteps"] + math.floor(rescaling["growth"] * at / run.steps + ROUNDING):
            last = at
    return last == step + 1


def side_at(recipe, run, step):
    """The side of the images in this step."""
    side = IMAGE_SIDE
    for entry in recipe["augmentation"].get("sides", []):
        if entry["fromEpoch"] * run.steps_per_epoch <= step + ROUNDING:
            side = entry["side"]
    return side


def keep_average_at(recipe, run, step):
    """The weight of the old average in this step's update, or None if no update is due."""
    averaging = recipe["averaging"]
    if averaging["kind"] == "none":
        return None
    every = averaging["everySteps"]
    if averaging["kind"] == "tail":
        since = step + 1 - max(0, run.steps - averaging["lastSteps"])
        if since == 0:
            return 0
        return averaging["keep"] if since > 0 and since % every == 0 else None
    keep = averaging["rho"] ** every
    if averaging["kind"] == "ema":  # including the first step
        return keep if step % every == 0 else None
    taken = step + 1
    return keep * (taken / run.steps) ** 3 if taken % every == 0 else None
