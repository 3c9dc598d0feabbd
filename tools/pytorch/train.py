#!/usr/bin/env python3
"""Trains a recipe of this project with PyTorch: the same random choices, the same mathematics, another machine.

    npm run -s train -- --recipe page-10 --print-recipe > page-10.json
    python3 tools/pytorch/train.py page-10.json --data cifar-10-binary.tar.gz --device cuda --precision f16 --out run.json
"""

import argparse
import json
import sys
import time

import torch

from images import Images, read_cifar10, with_normalisation
from training import Training, viewed_share, views_of


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
    parser.add_argument("--out", help="write the run's record as JSON")
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
    train, test = read_cifar10(options.data)
    train = train.first(options.train or len(train))
    test = test.first(options.test or len(test))
    printed = with_normalisation(printed, train)
    images, test_images = (Images(r, printed["normalisation"], options.device, torch.float32) for r in (train, test))
    run = Training(printed, options.seed, train, images, half=options.precision == "f16")
    events = list(play(run, test_images))
    if options.out:
        with open(options.out, "w") as file:
            json.dump(record(printed, options, run, events), file, indent=1)


def play(run, test):
    """Runs the recipe and yields an event an epoch, then `done`, as src/trainer/events.ts describes them.

    The clock of training leaves out the tests between epochs, and counts the final one with all its views.
    """
    cuda = run.images.pixels.is_cuda
    now = lambda: (torch.cuda.synchronize() if cuda else None, time.perf_counter())[1]
    began, untimed = now(), 0.0
    length, losses, correct = run.length, [], []
    say(" epoch      loss  correct      test    live  average   views   seconds")
    for step in range(length.steps):
        loss, right = run.step(step)
        losses.append(loss)
        correct.append(right)
        last = step + 1 == length.steps
        if (step + 1) % length.steps_per_epoch != 0 and not last:
            continue
        before = now()
        scores, best, tested = test_scores(run, test, now)
        untimed += now() - (tested if last else before)
        seconds = now() - began
        event = {
            "type": "epoch",
            "epoch": (step + 1) / length.steps_per_epoch,
            "step": step + 1,
            "trainSeconds": seconds - untimed,
            "wallSeconds": seconds,
            "train": {
                "loss": torch.stack(losses).mean().item(),
                "accuracy": torch.stack(correct).sum().item() / (len(losses) * run.recipe["batchSize"]),
            },
            "test": scores,
        }
        say(row(event, best))
        yield event
        losses, correct = [], []
    yield {
        "type": "done",
        "testAccuracy": best["accuracy"],
        "liveAccuracy": scores["live"]["accuracy"],
        "trainSeconds": event["trainSeconds"],
        "wallSeconds": event["wallSeconds"],
        "steps": length.steps,
    }


def test_scores(run, test, now):
    """Scores of the live weights, their average and the average with all views; the best-prepared one, and when it was done."""
    averaged, views = run.averaging is not None, run.recipe["views"]
    best = run.evaluate(test, views_of(views), averaged, viewed_share(views))
    tested = now()
    plain = views_of("none")
    has_views = views != "none"
    average = (run.evaluate(test, plain, True) if has_views else best) if averaged else None
    live = best if not averaged and not has_views else run.evaluate(test, plain, False)
    return {"live": live, "average": average, "views": best if has_views else None}, best, tested


def record(printed, options, run, events):
    cuda = options.device == "cuda"
    return {
        "name": printed["name"],
        "recipe": printed["recipe"],
        "seed": options.seed,
        "engine": "pytorch",
        "version": torch.__version__,
        "adapter": torch.cuda.get_device_name() if cuda else "processor",
        "precision": options.precision,
        "trainImages": len(run.images),
        "events": events,
    }


def row(event, best):
    test, train = event["test"], event["train"]
    percent = lambda score: f"{100 * score['accuracy']:7.2f}%" if score else f"{'–':>8}"
    return (
        f"{event['epoch']:6.2f} {train['loss']:9.4f} {percent(train)} {best['loss']:9.4f} "
        f"{percent(test['live'])}{percent(test['average'])}{percent(test['views'])} {event['trainSeconds']:9.1f}"
    )


def say(line):
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
