#!/usr/bin/env python3
"""Measures whether a trick helps: the same small runs with and without it, seed by seed.

    tools/pytorch/print-study-recipes.sh /tmp/study
    python3 tools/pytorch/study.py run /tmp/study/page.json --data cifar-10-binary.tar.gz
    python3 tools/pytorch/study.py add /tmp/study/page.json page-engine events-1.json events-2.json events-3.json
    python3 tools/pytorch/study.py compare

`run` trains a recipe with each seed and writes the results to study/NAME.json; it skips seeds that are already there.
`add` does the same with runs of the project's own engine, from the files that `npm run -s train -- --out` writes.
`compare` reads all results and writes study/comparisons.json: paired differences in accuracy with 95% confidence intervals.
"""

import argparse
import json
import math
import sys
from pathlib import Path

import torch

from data.images import Images, read_cifar10, with_normalisation
from files.json_file import read_json
from files.output import print_line
from training.events import play
from training.training import Training

FOLDER = Path(__file__).parent / "study"
SCORES = ("live", "average", "views")
# Each comparison: the trick, the run and score with it, the run and score without it.
COMPARISONS = [
    ("label smoothing", ("page", "views"), ("page-no-smoothing", "views")),
    ("whitening", ("page", "views"), ("page-no-whitening", "views")),
    ("ghost batch norm", ("page", "views"), ("page-no-ghost", "views")),
    ("averaged weights (EMA)", ("page", "average"), ("page", "live")),
    ("mirrored views (TTA)", ("page", "views"), ("page", "average")),
    ("alternating mirror", ("page-alternating", "views"), ("page", "views")),
    ("alternating mirror, airbench94", ("airbench", "views"), ("airbench-random-mirror", "views")),
    ("six views (TTA), airbench94", ("airbench", "views"), ("airbench", "average")),
    ("averaged weights (EMA), our engine", ("page-engine", "average"), ("page-engine", "live")),
    ("mirrored views (TTA), our engine", ("page-engine", "views"), ("page-engine", "average")),
]
# Student's t at 97.5%, by degrees of freedom.
STUDENT = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="folder of the results")
    kinds = parser.add_subparsers(dest="kind", required=True)
    run = kinds.add_parser("run")
    run.add_argument("recipe", type=Path)
    run.add_argument("--data", required=True)
    run.add_argument("--train", type=int, default=10_000)
    run.add_argument("--test", type=int, default=10_000)
    run.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    run.add_argument("--threads", type=int, default=2)
    add = kinds.add_parser("add")
    add.add_argument("recipe", type=Path)
    add.add_argument("name", help="name of these runs in the comparisons")
    add.add_argument("events", type=Path, nargs="+")
    kinds.add_parser("compare")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.kind == "run":
        torch.set_num_threads(options.threads)
        train_seeds(options)
    elif options.kind == "add":
        add_runs(options)
    else:
        results = {path.stem: read_json(path) for path in options.folder.glob("*.json")}
        compared = [comparison(results, *entry) for entry in COMPARISONS]
        write(options.folder / "comparisons.json", compared)
        for entry in compared:
            print_line(summary(entry))


def write(path, content):
    path.write_text(json.dumps(content, indent=1) + "\n")


def train_seeds(options):
    """Trains one seed after the other and saves each result."""
    printed = read_json(options.recipe)
    results = Results(options.folder / options.recipe.name)
    train, test = (part.first(n) for part, n in zip(read_cifar10(options.data), (options.train, options.test)))
    printed = with_normalisation(printed, train)
    images, test_images = (Images(r, printed["normalisation"], "cpu", torch.float32) for r in (train, test))
    for seed in options.seeds:
        if not results.have(seed):
            training = Training(printed, seed, train, images)
            results.add(printed["recipe"], list(play(training, test_images, each_epoch=False)))


def add_runs(options):
    """Saves the results of another program's runs of this recipe."""
    recipe = read_json(options.recipe)["recipe"]
    results = Results(options.folder / f"{options.name}.json")
    for path in options.events:
        results.add(recipe, read_json(path))


class Results:
    """The results of a recipe's runs, in a file; accuracies are between 0 and 1."""

    def __init__(self, path):
        self.path = path
        self.content = read_json(path) if path.exists() else None

    def have(self, seed):
        return self.content is not None and any(run["seed"] == seed for run in self.content["runs"])

    def add(self, recipe, events):
        plan, done = events[0]["plan"], events[-1]
        if done["type"] != "done":
            raise ArithmeticError(done["message"])
        if self.have(plan["seed"]):
            raise ValueError(f"{self.path} already has a run with seed {plan['seed']}. Remove that run to replace it.")
        scores = {name: done["test"][name] and done["test"][name]["accuracy"] for name in SCORES}
        run = {"seed": plan["seed"], **scores, "trainSeconds": round(done["trainSeconds"], 1)}
        self.content = self.content or description(recipe, plan)
        self.content["runs"].append(run)
        write(self.path, self.content)
        print(f"{self.path.stem}: {run}", file=sys.stderr, flush=True)


def description(recipe, plan):
    return {
        "recipe": recipe,
        "trainImages": plan["trainImages"],
        "testImages": plan["testImages"],
        "steps": plan["length"]["steps"],
        "engine": plan["engine"]["variant"],
        "runs": [],
    }


def comparison(results, trick, with_it, without):
    """Paired differences in percentage points, with the trick minus without it, over the seeds that both have."""
    scores = [{run["seed"]: 100 * run[score] for run in results[name]["runs"]} for name, score in (with_it, without)]
    seeds = sorted(set(scores[0]) & set(scores[1]))
    differences = [scores[0][seed] - scores[1][seed] for seed in seeds]
    n = len(seeds)
    mean = sum(differences) / n
    deviation = math.sqrt(sum((d - mean) ** 2 for d in differences) / (n - 1))
    half = STUDENT[n - 1] * deviation / math.sqrt(n)
    return {
        "trick": trick,
        "with": list(with_it),
        "without": list(without),
        "seeds": seeds,
        "meanWith": round(sum(scores[0][seed] for seed in seeds) / n, 3),
        "meanWithout": round(sum(scores[1][seed] for seed in seeds) / n, 3),
        "differences": [round(d, 3) for d in differences],
        "mean": round(mean, 3),
        "interval": [round(mean - half, 3), round(mean + half, 3)],
    }


def summary(entry):
    low, high = entry["interval"]
    return (
        f"{entry['trick']:34} {entry['meanWithout']:6.2f} -> {entry['meanWith']:6.2f}  "
        f"{entry['mean']:+.2f} points, {low:+.2f} to {high:+.2f}"
    )


if __name__ == "__main__":
    main()
