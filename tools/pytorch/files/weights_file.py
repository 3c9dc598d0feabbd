"""A trained network as a safetensors file, in the format of src/trainer/weights-file.ts."""

import json

import numpy as np
import torch

from files.tensor_file import write_tensors

PRECISIONS = {"f16": np.float16, "f32": np.float32}


def write_weights(path, run, precision):
    """Writes a run's parameters, running statistics and averages (if any), with the metadata needed to use them."""
    tensors = {
        key: values.astype(PRECISIONS[precision])
        for key, values in run.snapshot().items()
        if not key.startswith("velocity/")
    }
    metadata = {
        "format": "lab94-weights-1",
        "recipe": json.dumps(run.recipe),
        "layers": json.dumps(run.network.layers),
        "normalisation": json.dumps(run.normalisation),
        "seed": str(run.seed),
        "step": str(run.length.steps),
        "writer": f"PyTorch {torch.__version__}",
    }
    write_tensors(path, tensors, metadata)
