#!/usr/bin/env python3
"""Writes golden files: PyTorch steps that every engine must reproduce. golden/README.md describes them.

    python3 tools/pytorch/golden.py training RECIPE.json --data cifar-10-binary.tar.gz
    python3 tools/pytorch/golden.py muon
    python3 tools/pytorch/golden.py draws

RECIPE.json is the output of --print-recipe, or a golden file to make again. The new file takes its name.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from data.draws import draw_epoch
from data.images import Images, read_cifar10, with_normalisation
from data.streams import random_permutation, random_uniform, random_words
from files.json_file import read_json
from files.tensor_file import write_tensors
from network.network import Network, summed_loss
from training.muon import orthogonalise
from training.schedule import keep_average_at, rates_at, side_at
from training.training import Training, viewed_share, views_of

FOLDER = Path(__file__).parent / "golden"
RECORDS = 64
# Shared by all runs.
RECORDS_FILE = "tensors/records.safetensors.gz"
SEED = 1
SEEDS = range(1, 60)
GOLDEN_STEPS = [0, 1, 5, 10, 19]
STEPS = 20
VIEWS = ["none", "mirror", "mirrorAndShifts", "selective"]
ROUNDED_RUNS = 19
ROUNDED_STEPS = 12
# Weights and activations off by this much simulate an engine that adds in another order and has another error function.
ROUNDED_BY = 2.0**-21
# If a step differs by more, rounding decides a ReLU or a pooling position. No engine can be expected to match that, so another
# seed is needed.
MOST_ROUNDING = 5e-4
# If whole runs diverge by more than this, a bound on their distance is meaningless.
MOST_DRIFT = 5e-2


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="kind", required=True)
    training = kinds.add_parser("training")
    training.add_argument("recipe")
    training.add_argument("--data", required=True)
    for kind in (training, kinds.add_parser("muon"), kinds.add_parser("draws")):
        kind.add_argument("--out", type=Path, default=FOLDER)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    (options.out / "tensors").mkdir(parents=True, exist_ok=True)
    if options.kind == "training":
        printed = read_json(options.recipe)
        printed["name"] = Path(options.recipe).stem
        records = read_cifar10(options.data)[0].first(RECORDS)
        printed = with_normalisation(printed, records)
        description, tensors = steady_run(printed, records)
        write_tensors(options.out / RECORDS_FILE, {"records/pixels": records.pixels, "records/labels": records.labels})
        write_golden(options.out, "training", printed["name"], {"records": RECORDS_FILE, **description}, tensors)
    elif options.kind == "muon":
        write_golden(options.out, "muon", "muon", *golden_muon())
    else:
        write_golden(options.out, "draws", "draws", *golden_draws())


def write_golden(folder, kind, name, description, tensors):
    command = f"training {name}.json" if kind == "training" else kind
    head = {
        "format": "lab94-golden-1",
        "kind": kind,
        "name": name,
        "madeBy": f"tools/pytorch/golden.py {command} with PyTorch {torch.__version__}, NumPy {np.__version__}",
        "tensors": f"tensors/{name}.safetensors.gz",
    }
    write_tensors(folder / head["tensors"], tensors)
    (folder / f"{name}.json").write_text(json.dumps({**head, **description}, indent=1) + "\n")


class Unsteady(Exception):
    """Rounding decides the result of this run."""


def steady_run(printed, records):
    """The golden run of the first seed whose golden steps do not depend on rounding."""
    for seed in SEEDS:
        try:
            return golden_run(printed, records, seed)
        except Unsteady as reason:
            print(f"{printed['name']}, seed {seed}: {reason}", flush=True)
    raise ArithmeticError(f"No seed from {SEEDS[0]} to {SEEDS[-1]} gives a run of {printed['name']} that is stable under rounding errors.")


def golden_run(printed, records, seed):
    """STEPS steps in single precision, recorded before and after each golden step, and the same run in double precision."""
    single, double, alone = (
        training(printed, seed, records, dtype) for dtype in (torch.float32, torch.float64, torch.float64)
    )
    rounding = {}
    tensors = {}
    steps = []
    for step in range(STEPS):
        epoch, index = divmod(step, single.length.steps_per_epoch)
        tensors[f"choices/{epoch}"] = single.draws(epoch).words()
        images, truth = single.batch(step)
        before = single.snapshot()
        (loss, correct), (loss64, _) = single.step(step), double.step(step)
        if step in GOLDEN_STEPS:
            tensors[f"batch/{step}/images"] = nhwc(images)
            tensors[f"batch/{step}/truth"] = truth.words()
            after = single.snapshot()
            add_state(tensors, step, before)
            add_state(tensors, step + 1, after)
            rounding[step] = rounding_of_step(alone, step, before, after)
        rates = rates_at(single.recipe, single.length, step)
        steps.append(
            {
                "step": step,
                "epoch": epoch,
                "first": index * single.recipe["batchSize"],
                "side": side_at(single.recipe, single.length, step),
                "rates": {
                    group: rate and dict(zip(("learningRate", "weightDecay", "rescale"), rate))
                    for group, rate in rates.items()
                },
                "keepAverage": keep_average_at(single.recipe, single.length, step),
                "loss": loss.item(),
                "correct": correct.item(),
                "lossInDouble": loss64.item(),
            }
        )
    end = single.snapshot()
    ends = [double.snapshot()] + [rounded_run(printed, records, seed, i) for i in range(ROUNDED_RUNS)]
    drift = [weights_distance(end, other) for other in ends]
    if max(drift) > MOST_DRIFT:
        raise Unsteady(f"runs end {max(drift):.1e} apart.")
    evaluations, logits = golden_evaluations(single)
    tensors.update(logits)
    fields = ("recipe", "layers", "normalisation")
    description = {
        "data": f"the first {RECORDS} training images of CIFAR-10",
        "seed": seed,
        **{field: printed[field] for field in fields},
        "goldenSteps": GOLDEN_STEPS,
        "rounding": rounding,
        "drift": drift,
        "steps": steps,
        "evaluations": evaluations,
    }
    return description, tensors


def golden_evaluations(run):
    """Evaluates a run's last state on its training images: with all kinds of views if it has an EMA, otherwise with one plain view."""
    evaluations, tensors = [], {}
    kinds = VIEWS if run.recipe["averaging"]["kind"] == "ema" else VIEWS[:1]
    for weights in ("live", "average") if run.averaging else ("live",):
        for views in kinds:
            key = f"logits/{weights}/{views}"
            logits = run.test_logits(run.images, views_of(views), weights == "average", viewed_share(views))
            tensors[key] = logits.numpy()
            # With label smoothing, unlike the losses of tests.
            loss = summed_loss(logits, run.images.labels, run.recipe["labelSmoothing"]).item() / len(run.images)
            evaluations.append({"weights": weights, "views": views, "loss": loss, "tensor": key})
    return evaluations, tensors


def training(printed, seed, records, dtype=torch.float32):
    return Training(printed, seed, records, Images(records, printed["normalisation"], "cpu", dtype), dtype)


@torch.no_grad()
def shake(run, by, draw):
    """Multiplies each parameter value by 1 + by or 1 - by, at random."""
    for name, tensor in run.parameters.items():
        words = random_words(draw, f"rounded/{name}", 0, tensor.numel())
        sign = torch.from_numpy((words >> 31).astype(np.float32) * 2 - 1).view(tensor.shape)
        tensor.mul_(1 + by * sign)


class ShakenNetwork(Network):
    """A network whose activations are each slightly off, up or down."""

    def activation(self, layer, x, training):
        x = super().activation(layer, x, training)
        return x * (1 + ROUNDED_BY * (torch.rand_like(x).round() * 2 - 1))


def rounded_run(printed, records, seed, draw):
    """The state after STEPS steps in single precision, from weights that are each off by one rounding, up or down."""
    run = training(printed, seed, records)
    shake(run, 2.0**-23, draw)
    for step in range(STEPS):
        run.step(step)
    return run.snapshot()


def rounding_of_step(double, step, before, after):
    """How far a step in single precision is from the same step in double; raises Unsteady if a shaken step is too far off."""
    plain, reference = double.network, None
    shaken = ShakenNetwork(plain.layers, plain.parameters, plain.statistics)
    for draw in range(-1, ROUNDED_STEPS):
        double.restore(before)
        if draw >= 0:
            shake(double, ROUNDED_BY, draw)
            torch.manual_seed(draw)
        start = double.snapshot()
        double.network = plain if draw < 0 else shaken
        double.step(step)
        update = {key: values - start[key] for key, values in double.snapshot().items()}
        if reference is None:
            single = {key: after[key] - before[key] for key in before}
            rounding, reference = largest_distance(single, update), update
        found = rounding if draw < 0 else largest_distance(update, reference)
        if found["distance"] > MOST_ROUNDING:
            raise Unsteady(f"step {step} differs by {found['distance']:.1e} in {found['tensor']} when shaken.")
    double.network = plain
    return rounding


def weights_distance(a, b):
    """The distance between two states: one norm over all weights and running statistics."""
    differences = [a[key] - b[key] for key in a if key.startswith("weights/")]
    return float(np.sqrt(sum(np.square(d, dtype=np.float64).sum() for d in differences)))


def add_state(tensors, step, snapshot):
    """Adds the state before `step`."""
    for key, values in snapshot.items():
        tensors[f"state/{step}/{key}"] = values


def largest_distance(updates, references):
    """The largest relative distance of a tensor's update from its reference, and the name of that tensor."""
    distances = {
        key: float(np.linalg.norm(updates[key] - reference) / np.linalg.norm(reference))
        for key, reference in references.items()
        if reference.any()
    }
    key = max(distances, key=distances.get)
    return {"tensor": key, "distance": distances[key]}


def nhwc(images):
    return np.ascontiguousarray(images.permute(0, 2, 3, 1).numpy())


def golden_muon():
    """Updates of convolution weights, HWIO, and the same orthogonalised by Muon in double precision."""
    tensors, cases = {}, []
    for name, shape, decades in [
        ("wide", (3, 3, 24, 16), 0),
        ("square-ish", (3, 3, 4, 36), 0),
        ("tall", (1, 1, 8, 40), 0),
        ("badly-conditioned", (3, 3, 16, 32), 6),
        ("tiny-gradient", (3, 3, 8, 8), 0),
    ]:
        update = conditioned(name, shape, decades) * (1e-6 if name == "tiny-gradient" else 1)
        update = update.astype(np.float32)
        rows = torch.tensor(update, dtype=torch.float64).reshape(-1, shape[-1]).t()
        orthogonal = orthogonalise(rows).t().reshape(shape).numpy().astype(np.float32)
        tensors[f"{name}/update"], tensors[f"{name}/orthogonal"] = update, orthogonal
        cases.append({"name": name, "decades": decades})
    return {"cases": cases}, tensors


def conditioned(name, shape, decades):
    """A random matrix whose singular values span this many decades, log-spaced; 0 leaves the matrix as drawn."""
    draw = random_uniform(SEED, f"muon/{name}", 0, int(np.prod(shape)), 1).astype(np.float64)
    matrix = draw.reshape(-1, shape[-1])
    if decades > 0:
        u, s, vt = np.linalg.svd(matrix, full_matrices=False)
        matrix = (u * np.logspace(0, -decades, len(s))) @ vt
    return matrix.reshape(shape)


def golden_draws():
    """Draws of each kind, which src/random and src/trainer must reproduce."""
    plain = {"cutMix": None, "draws": "independent", "order": "everyEpoch", "place": "gpu"}
    augmentations = [
        {**plain, "cropPadding": 4, "flip": "random", "cutout": 8},
        {**plain, "cropPadding": 2, "flip": "alternating", "cutout": 0},
        {**plain, "cropPadding": 0, "flip": "off", "cutout": 5, "order": "once"},
        {**plain, "cropPadding": 4, "flip": "random", "cutout": 12, "draws": "grouped"},
        {**plain, "cropPadding": 2, "flip": "alternating", "cutout": 0, "draws": "grouped"},
        {**plain, "cropPadding": 2, "flip": "random", "cutout": 0, "cutMix": {"side": 3, "fromEpoch": 1}},
    ]
    tensors = {
        "words": random_words(7, "a stream", 3, 101),
        "uniform": random_uniform(0xFFFFFFFF, "init/head.weight", 0, 64, 1 / np.sqrt(27)),
        "permutation": random_permutation(7, "order", 2, 999).astype(np.uint32),
    }
    epochs = []
    for i, augmentation in enumerate(augmentations):
        for epoch in (0, 1):
            key = f"epoch/{i}/{epoch}"
            tensors[key] = draw_epoch(augmentation, SEED, epoch, 101).words()
            epochs.append({"tensor": key, "augmentation": augmentation, "epoch": epoch, "seed": SEED})
    return {"epochs": epochs}, tensors


if __name__ == "__main__":
    main()
