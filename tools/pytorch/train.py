#!/usr/bin/env python3
"""Trains a recipe of this project with PyTorch: the same random choices, the same mathematics, another machine.

    npm run -s train -- --recipe page-10 --print-recipe > page-10.json
    python3 tools/pytorch/train.py page-10.json --data cifar-10-binary.tar.gz --device cuda --precision f16 --out run.json
"""

import argparse
import json
import sys

import torch

from events import final_score, play
from images import Images, read_cifar10, with_normalisation
from training import Training


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipe", help="what --print-recipe printed")
    parser.add_argument("--data", required=True, help="cifar-10-binary.tar.gz, or a folder with it or the .bin files")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--train", type=int, help="use the first N training images")
    parser.add_argument("--test", type=int, help="use the first N test images")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--precision", choices=["f32", "f16"], default="f32", help="f16: activations and operands, cuda only")
    parser.add_argument("--threads", type=int, help="threads on the processor")
    parser.add_argument("--json", action="store_true", help="one event a line on standard output")
    parser.add_argument("--out", help="write the run's events as JSON")
    options = parser.parse_args()
    if options.precision == "f16" and options.device == "cpu":
        parser.error("--precision f16 needs --device cuda.")
    return options


def main():
    options = arguments()
    if options.threads:
        torch.set_num_threads(options.threads)
    with open(options.recipe) as file:
        printed = json.load(file)
    run, test = prepare(printed, options)
    events = []
    for event in play(run, test):
        events.append(event)
        report(event)
        if options.json:
            print(json.dumps(line(event, events[0]["plan"]["engine"])), flush=True)
    if options.out:
        with open(options.out, "w") as file:
            json.dump(events, file)
    return 0 if events[-1]["type"] == "done" else 1


def prepare(printed, options):
    """The run before its first step, and the test images."""
    train, test = read_cifar10(options.data)
    train = train.first(options.train or len(train))
    test = test.first(options.test or len(test))
    printed = with_normalisation(printed, train)
    images, test_images = (Images(r, printed["normalisation"], options.device, torch.float32) for r in (train, test))
    return Training(printed, options.seed, train, images, half=options.precision == "f16"), test_images


def line(event, engine):
    """An event as `npm run -s train -- --json` prints it: the last one is flat, and names what computed."""
    if event["type"] != "done":
        return event
    return {
        "type": "done",
        "testAccuracy": final_score(event["test"])["accuracy"],
        "liveAccuracy": event["test"]["live"]["accuracy"],
        **{field: event[field] for field in ("trainSeconds", "wallSeconds", "steps")},
        **{field: engine[field] for field in ("engine", "precision", "adapter")},
    }


def report(event):
    """For a person who reads along."""
    kind = event["type"]
    if kind == "begin":
        plan = event["plan"]
        say(f"{plan['engine']['variant']}: {plan['length']['steps']} steps of {plan['batchSize']} images")
        say(" epoch      loss  correct      test    live  average   views   seconds")
    elif kind == "epoch":
        say(row(event))
    elif kind == "failed":
        say(f"{event['message']} {event['advice']}")


def row(event):
    test, train = event["test"], event["train"]
    percent = lambda score: f"{100 * score['accuracy']:7.2f}%" if score else f"{'–':>8}"
    return (
        f"{event['epoch']:6.2f} {train['loss']:9.4f} {percent(train)} {final_score(test)['loss']:9.4f} "
        f"{percent(test['live'])}{percent(test['average'])}{percent(test['views'])} {event['trainSeconds']:9.1f}"
    )


def say(line):
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
