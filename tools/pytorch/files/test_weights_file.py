import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from files.tensor_file import read_tensors
from files.test_tensor_file import header_of
from files.weights_file import write_weights
from training.test_events import GOLDEN, run_of


def golden_of(name):
    return json.loads((GOLDEN / f"{name}.json").read_text())


def written(name, precision="f32"):
    """The tensors and header of the weights file of a golden recipe's run, before its first step."""
    run, _ = run_of(name, seed=golden_of(name)["seed"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.safetensors"
        write_weights(path, run, precision)
        return read_tensors(path), header_of(path.read_bytes())


class WeightsFile(unittest.TestCase):
    def test_contains_the_tensors_that_the_page_expects(self):
        """src/engine/snapshot.ts defines them; the golden files, which test every engine, contain them."""
        for name in ("page-10", "airbench94", "tiny", "no-norm"):
            golden = read_tensors(GOLDEN / "tensors" / f"{name}.safetensors.gz")
            state = {key[len("state/0/") :]: values for key, values in golden.items() if key.startswith("state/0/")}
            expected = {key: values for key, values in state.items() if not key.startswith("velocity/")}
            tensors, header = written(name)
            self.assertEqual(list(tensors), list(expected))
            for key, values in expected.items():
                self.assertEqual(header[key]["dtype"], "F32")
                np.testing.assert_array_equal(tensors[key], values, key)
            averages = golden_of(name)["recipe"]["averaging"]["kind"] != "none"
            self.assertEqual(any(key.startswith("average/") for key in tensors), averages)

    def test_rounds_to_the_nearest_f16(self):
        (single, _), (half, header) = written("page-10"), written("page-10", "f16")
        self.assertEqual({header[key]["dtype"] for key in half}, {"F16"})
        for key, values in single.items():
            np.testing.assert_array_equal(half[key], torch.from_numpy(values.copy()).half().numpy(), key)

    def test_has_the_metadata_needed_to_use_the_weights(self):
        _, header = written("page-10")
        metadata, golden = header["__metadata__"], golden_of("page-10")
        for field in ("recipe", "layers", "normalisation"):
            self.assertEqual(json.loads(metadata.pop(field)), golden[field])
        self.assertEqual(metadata.pop("writer"), f"PyTorch {torch.__version__}")
        self.assertEqual(metadata, {"format": "lab94-weights-1", "seed": str(golden["seed"]), "step": "20"})


if __name__ == "__main__":
    unittest.main()
