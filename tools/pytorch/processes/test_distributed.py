import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
import torch.multiprocessing

from data.images import Images, Records
from files.tensor_file import read_tensors
from network.parameters import walk
from processes.distributed import ALONE, Processes, join, require_shares
from training.test_events import GOLDEN
from training.training import Training

STEPS = 4
# A golden recipe, its batch size and its batch norm groups. At a batch of 24, an epoch has 2 steps; CutMix starts in the second epoch.
CASES = {
    "whole batch": ("airbench94", 8, None),
    "whole batch, CutMix": ("tiny-cutmix", 24, None),
    "each group in one process": ("page-10", 8, 4),
    "smaller groups": ("page-10", 8, 2),
    "a group in both processes": ("page-10", 24, 8),
}


def printed_recipe(name, batch, group):
    """A golden recipe with another batch size and other batch norm groups."""
    printed = json.loads((GOLDEN / f"{name}.json").read_text())
    printed["recipe"]["batchSize"] = batch
    for layer in walk(printed["layers"]):
        if layer["kind"] == "batchNorm":
            layer["groupSize"] = group
    return printed


def golden_records():
    tensors = read_tensors(GOLDEN / "tensors" / "records.safetensors.gz")
    return Records(tensors["records/pixels"], tensors["records/labels"])


def train(case, processes):
    """The state after a few steps in double precision, and the loss and number of correct predictions of each step."""
    printed, records = printed_recipe(*CASES[case]), golden_records()
    images = Images(records, printed["normalisation"], "cpu", torch.float64)
    run = Training(printed, 1, records, images, torch.float64, processes=processes)
    steps = [run.step(step) for step in range(STEPS)]
    return {**run.snapshot(), **{name: np.array(values) for name, values in zip(("loss", "correct"), zip(*steps))}}


def train_share(rank, port, folder):
    os.environ.update(RANK=str(rank), WORLD_SIZE="2", MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    torch.set_num_threads(1)
    processes = join("cpu")
    for case in CASES:
        np.savez(Path(folder) / f"{case}, {rank}.npz", **train(case, processes))
    processes.leave()


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class TwoProcesses(unittest.TestCase):
    def test_train_like_a_single_process(self):
        with tempfile.TemporaryDirectory() as folder:
            torch.multiprocessing.spawn(train_share, (free_port(), folder), nprocs=2)
            for case in CASES:
                with self.subTest(case):
                    first, second = (np.load(Path(folder) / f"{case}, {rank}.npz") for rank in range(2))
                    alone = train(case, ALONE)
                    self.assertEqual(set(first), set(alone))
                    for key, values in alone.items():
                        np.testing.assert_array_equal(first[key], second[key], key)
                        np.testing.assert_allclose(first[key], values, rtol=1e-11, atol=1e-13, err_msg=key)


class Shares(unittest.TestCase):
    def test_follow_one_another(self):
        self.assertEqual([Processes(rank, 3).share(12) for rank in range(3)], [(0, 4), (4, 4), (8, 4)])
        self.assertEqual(ALONE.share(12), (0, 12))

    def test_of_unequal_size_are_rejected_once(self):
        require_shares(Processes(0, 4), 12)
        with self.assertRaises(SystemExit) as first:
            require_shares(Processes(0, 5), 12)
        self.assertIn("A batch of 12 images cannot be split equally between 5 processes.", str(first.exception))
        with self.assertRaises(SystemExit) as second:
            require_shares(Processes(1, 5), 12)
        self.assertEqual(second.exception.code, 1)


class Torchrun(unittest.TestCase):
    def test_prints_and_writes_once_and_stops_on_request(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            write_data(folder)
            printed = printed_recipe("tiny", 8, None)
            printed["recipe"]["length"]["count"] = 10_000
            (folder / "long.json").write_text(json.dumps(printed))
            program = [str(GOLDEN.parent / "train.py"), str(folder / "long.json"), "--data", str(folder), "--json"]
            # PyTorch 1.13 on Python 3.11 fails without these settings: https://github.com/meta-llama/llama/issues/86
            settings = ["--standalone", "--nproc_per_node", "2", "--redirects", "9:1", "--tee", "9:1"]
            command = [sys.executable, "-m", "torch.distributed.run", *settings, *program, "--out", str(folder / "run.json")]
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as torchrun:
                lines = [json.loads(torchrun.stdout.readline()) for _ in range(5)]
                torchrun.send_signal(signal.SIGTERM)
                lines += [json.loads(line) for line in torchrun.stdout]
            events = json.loads((folder / "run.json").read_text())
            self.assertEqual(events, lines)
            self.assertEqual([event["type"] for event in events[:5]], ["begin", *["steps", "epoch"] * 2])
            self.assertEqual(events[-1]["type"], "stopped")
            taken = [entry["step"] for event in events if event["type"] == "steps" for entry in event["steps"]]
            self.assertEqual(taken, list(range(events[-1]["step"])))


def write_data(folder):
    """Writes the golden records as CIFAR-10's files, for training and testing."""
    records = golden_records()
    rows = np.concatenate([records.labels[:, None], records.pixels.reshape(len(records), -1)], 1)
    for i in range(5):
        (folder / f"data_batch_{i + 1}.bin").write_bytes(rows[i::5].tobytes())
    (folder / "test_batch.bin").write_bytes(rows.tobytes())


if __name__ == "__main__":
    unittest.main()
