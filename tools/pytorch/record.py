#!/usr/bin/env python3
"""Makes a file of runs that the page can import, from a recipe and the events of its runs.

    python3 tools/pytorch/record.py page-10.json run.json --out page-10-runs.json

The recipe is the output of `npm run -s train -- --print-recipe`. The events are the output of `train.py --out` or
`npm run -s train -- --out`. src/runs/record/record.ts defines the format, version 2.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from files.json_file import read_json
from files.output import print_line
from training.events import final_score

# The page stores as many points of a per-step curve (src/runs/live/step-series.ts).
MAX_POINTS = 400
MAX_SENTENCE = 300
FULL_TRAIN, SAMPLE_TRAIN = 50_000, 5_000
REPOSITORY = Path(__file__).parents[2]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipe", help="the output of --print-recipe")
    parser.add_argument("events", nargs="+", help="event files, one per run")
    parser.add_argument("--name", help="name of the first run (default: recipe and seed)")
    parser.add_argument("--adapter", help="name of the GPU or CPU (default: as in the events)")
    parser.add_argument("--code", help="commit of this project that trained the runs (default: the current one)")
    parser.add_argument("--out", help="output file (default: standard output)")
    return parser.parse_args()


def main():
    options = arguments()
    printed = read_json(options.recipe)
    code = options.code or commit()
    runs = []
    for path in options.events:
        events = read_json(path)
        run = recorded(printed, events, code, ended_at=os.path.getmtime(path), adapter=options.adapter)
        runs.append({"name": f"{printed['name']}, seed {run['record']['seed']}", "star": False, "note": "", **run})
    if options.name:
        runs[0]["name"] = options.name
    text = json.dumps({"format": "lab94-runs", "version": 1, "runs": runs})
    if options.out:
        Path(options.out).write_text(text)
    else:
        print_line(text)


def commit():
    """The current commit as in scripts/bundle/commit.mjs, but without a mark for uncommitted changes."""
    top = git("rev-parse", "--show-toplevel")
    # A copy without its own repository may be inside another one.
    if not top or not os.path.samefile(top, REPOSITORY):
        return "unknown"
    return git("rev-parse", "--short=7", "HEAD") or "unknown"


def git(*arguments):
    """Git's output in this repository; empty if git fails."""
    return subprocess.run(["git", *arguments], cwd=REPOSITORY, capture_output=True, text=True).stdout.strip()


def recorded(printed, events, code, ended_at, adapter=None):
    """The record of a run and its per-step curve. `ended_at` is in seconds since 1970."""
    begin, last = events[0], events[-1]
    plan, engine = begin["plan"], begin["plan"]["engine"]
    steps = {entry["step"]: entry for event in events if event["type"] == "steps" for entry in event["steps"]}
    clock = next(event for event in reversed(events) if "trainSeconds" in event)
    epochs = [event for event in events if event["type"] == "epoch"]
    record = {
        "version": 2,
        "choice": printed.get("choice") or preset_choice(printed["name"]),
        "recipe": printed["recipe"],
        "seed": plan["seed"],
        "dataset": "full" if plan["trainImages"] > SAMPLE_TRAIN else "sample",
        "engine": engine["engine"],
        "precision": engine["precision"],
        "precisionReason": engine["precisionReason"][:MAX_SENTENCE],
        "variant": engine["variant"][:MAX_SENTENCE],
        "adapter": adapter or engine["adapter"],
        "software": engine["software"],
        "browser": None,
        "code": code,
        "startedAt": round(1000 * (ended_at - clock["wallSeconds"])),
        "batchSize": plan["batchSize"],
        "normImages": plan["normImages"],
        "trainImages": plan["trainImages"],
        "testImages": plan["testImages"],
        "stepsPerEpoch": plan["length"]["stepsPerEpoch"],
        "steps": plan["length"]["steps"],
        "stepsTaken": max(steps, default=-1) + 1,
        "trainSeconds": clock["trainSeconds"],
        "wallSeconds": clock["wallSeconds"],
        "ending": ending(last),
        "rateChanges": [],
        "resumedFrom": None,
        "confusion": last.get("confusion"),
        "tests": [measured(event, plan) for event in epochs],
        **plain_test_loss(printed["recipe"], epochs),
    }
    return {"record": record, "steps": curve(steps, plan["length"]["steps"])}


def preset_choice(name):
    return {"preset": name, "toggles": {}, "retunes": [], "overrides": {}}


def ending(last):
    if last["type"] == "done":
        return {"kind": "done"}
    if last["type"] == "failed":
        return {"kind": "failed", "message": last["message"][:MAX_SENTENCE], "advice": last["advice"][:MAX_SENTENCE]}
    return {"kind": "stopped" if last["type"] == "stopped" else "cut off"}


def plain_test_loss(recipe, epochs):
    """The mark of test losses without the recipe's label smoothing. Events of earlier versions lack it and include that."""
    marked = all(event.get("plainTestLoss") for event in epochs)
    return {"plainTestLoss": True} if marked and recipe["labelSmoothing"] > 0 else {}


def measured(event, plan):
    test, train = event["test"], event["train"]
    accuracy = lambda score: score and score["accuracy"]
    return {
        "step": round(event["epoch"] * plan["length"]["stepsPerEpoch"]),
        "trainSeconds": event["trainSeconds"],
        "trainLoss": finite(train["loss"]),
        "trainAccuracy": train["accuracy"],
        "testLoss": finite(final_score(test)["loss"]),
        "live": accuracy(test["live"]),
        "average": accuracy(test["average"]),
        "views": accuracy(test["views"]),
    }


def curve(steps, planned):
    """Averages consecutive steps to at most MAX_POINTS points; null for a point without steps."""
    size = max(1, -(-planned // MAX_POINTS))
    groups = [[] for _ in range(-(-(max(steps, default=-1) + 1) // size))]
    for step, entry in steps.items():
        if finite(entry["loss"]) is not None:
            groups[step // size].append(entry)
    mean = lambda field: [sum(e[field] for e in g) / len(g) if g else None for g in groups]
    return {"stepsPerPoint": size, "loss": mean("loss"), "accuracy": mean("accuracy")}


def finite(value):
    return value if value is not None and abs(value) < float("inf") else None


if __name__ == "__main__":
    sys.exit(main())
