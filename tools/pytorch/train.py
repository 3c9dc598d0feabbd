#!/usr/bin/env python3
"""Trains a recipe of this project with PyTorch: the same random draws and the same mathematics.

    npm run -s train -- --recipe page-10 --print-recipe > page-10.json
    python3 tools/pytorch/train.py page-10.json --data cifar-10-binary.tar.gz --device cuda --precision f16 --out run.json
    torchrun --nproc_per_node 4 tools/pytorch/train.py page-10.json …    # splits every batch between 4 GPUs
"""

import argparse
import sys

import torch

from data.images import Images, read_cifar10, with_normalisation
from files.json_file import read_json
from files.output import print_line, to_json, try_output, write_output
from files.weights_file import PRECISIONS, write_weights
from processes.distributed import join, require_shares
from processes.interrupts import Interrupts
from training.events import final_score, play
from training.training import Training


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipe", help="the output of --print-recipe")
    parser.add_argument("--data", required=True, help="cifar-10-binary.tar.gz, or a folder with that file or the .bin files")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--train", type=int, help="use the first N training images")
    parser.add_argument("--test", type=int, help="use the first N test images")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--precision", choices=["f32", "f16"], default="f32", help="f16: convolutions in half precision; needs --device cuda")
    parser.add_argument("--threads", type=int, help="number of CPU threads")
    parser.add_argument("--json", action="store_true", help="print events to standard output, one JSON object per line")
    parser.add_argument("--out", help="write the run's events as JSON")
    parser.add_argument("--weights", help="write the trained weights as safetensors")
    parser.add_argument("--weights-precision", choices=list(PRECISIONS), default="f32")
    options = parser.parse_args()
    if options.precision == "f16" and options.device == "cpu":
        parser.error("--precision f16 needs --device cuda.")
    return options


def main():
    options = arguments()
    if options.threads:
        torch.set_num_threads(options.threads)
    printed = read_json(options.recipe)
    processes = join(options.device)
    require_shares(processes, printed["recipe"]["batchSize"])
    for path in filter(None, (options.out, options.weights)):
        if processes.first:
            try_output(path)
    run, test = prepare(printed, options, processes)
    interrupts = Interrupts()
    interrupts.listen()
    events = []
    for event in play(run, test, interrupts=interrupts):
        events.append(event)
        if processes.first:
            report(event)
            if options.json and not print_line(to_json(line(event, events[0]["plan"]["engine"]))):
                interrupts.request()
    processes.leave()
    done = events[-1]["type"] == "done"
    if options.out and processes.first:
        write_output(options.out, to_json(events))
    if options.weights and processes.first and done:
        write_weights(options.weights, run, options.weights_precision)
    return 0 if done else 1


def prepare(printed, options, processes):
    """The run before its first step, and the test images."""
    train, test = read_cifar10(options.data)
    train = train.first(options.train or len(train))
    test = test.first(options.test or len(test))
    printed = with_normalisation(printed, train)
    images, test_images = (Images(r, printed["normalisation"], options.device, torch.float32) for r in (train, test))
    half = options.precision == "f16"
    return Training(printed, options.seed, train, images, half=half, processes=processes), test_images


def line(event, engine):
    """An event as `npm run -s train -- --json` prints it: the last one is flat and names the engine and the adapter."""
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
    """Prints an event as text on standard error."""
    kind = event["type"]
    if kind == "begin":
        plan = event["plan"]
        say(f"{plan['engine']['variant']}: {plan['length']['steps']} steps of {plan['batchSize']} images")
        say(" epoch      loss  correct      test    live  average   views   seconds")
    elif kind == "epoch":
        say(row(event))
    elif kind == "failed":
        say(f"{event['message']} {event['advice']}")
    elif kind == "stopped":
        say(f"Stopped after {event['step']} steps.")


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
