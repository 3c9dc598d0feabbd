#!/usr/bin/env python3
"""Prints the CPU time of a training step; bench/README.md compares it with our own engine's.

    npm run -s train -- --recipe page-10 --width 0.25 --batch 64 --print-recipe > page-10.json
    python3 tools/pytorch/bench.py page-10.json --data cifar-10-binary.tar.gz
"""

import argparse
import statistics
import time

import torch

from data.images import Images, read_cifar10, with_normalisation
from files.json_file import read_json
from training.training import Training

RECORDS = 5000
WARM_STEPS = 3
SEED = 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipe")
    parser.add_argument("--data", required=True)
    parser.add_argument("--steps", type=int, default=15)
    options = parser.parse_args()
    printed = read_json(options.recipe)
    records = read_cifar10(options.data)[0].first(RECORDS)
    printed = with_normalisation(printed, records)
    images = Images(records, printed["normalisation"], "cpu", torch.float32)
    training = Training(printed, SEED, records, images)
    times = []
    for step in range(WARM_STEPS + options.steps):
        begin = time.process_time()
        training.step(step)
        times.append(1000 * (time.process_time() - begin))
    median = statistics.median(times[WARM_STEPS:])
    print(f"{median:.0f} ms of CPU time per step, the median of {options.steps}")


if __name__ == "__main__":
    main()
