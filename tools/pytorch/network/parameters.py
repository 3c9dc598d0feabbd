"""The parameters of a list of layers: names, shapes, groups and initial values, the same as in src/model.

Tensors here are in PyTorch's layouts (convolutions OIHW, linear [out, in]); files hold HWIO and [in, out].
"""

from dataclasses import dataclass

import numpy as np
import torch

from data.streams import random_uniform, random_words, words_to_unit
from network.whitening import compute_whitening


@dataclass
class Parameter:
    name: str
    shape: tuple  # as in files: HWIO, [in, out], [channels]
    group: str
    trainable: bool
    init: str
    fan_in: int


def walk(layers):
    """Every layer in execution order; a residual's shortcut comes before its body."""
    for layer in layers:
        if layer["kind"] == "residual":
            yield from walk(layer["shortcut"])
            yield from walk(layer["body"])
        elif layer["kind"] == "concat":
            for branch in layer["branches"]:
                yield from walk(branch)
        yield layer


def network_parameters(layers):
    parameters = []
    for layer in walk(layers):
        name, kind = layer.get("name"), layer["kind"]
        if kind == "conv":
            kernel, shape = layer["kernel"], (layer["kernel"], layer["kernel"], layer["in"], layer["out"])
            fan_in = kernel * kernel * layer["in"]
            weight = (f"{name}.weight", shape, "convWeight", not layer["frozen"], layer["init"], fan_in)
            parameters.append(Parameter(*weight))
        elif kind == "linear":
            weight = (f"{name}.weight", (layer["in"], layer["out"]), "headWeight", True, layer["init"], layer["in"])
            parameters.append(Parameter(*weight))
        elif kind == "batchNorm":
            channels = layer["channels"]
            init = "one" if layer["scaleInit"] == "one" else "unitInterval"
            scale = (f"{name}.scale", (channels,), "normScale", layer["scale"] == "trainable", init, channels)
            parameters.append(Parameter(*scale))
            parameters.append(Parameter(f"{name}.bias", (channels,), "normBias", True, "zero", channels))
        elif kind == "bias":
            channels = layer["channels"]
            parameters.append(Parameter(f"{name}.bias", (channels,), "normBias", True, "zero", channels))
        if layer.get("bias"):
            if kind == "linear":
                group, init, fan_in = "headWeight", "uniform", layer["in"]
            elif layer.get("biasInit") == "uniform":
                group, init, fan_in = "bias", "uniform", layer["kernel"] ** 2 * layer["in"]
            else:
                group, init, fan_in = "bias", "zero", layer["out"]
            parameters.append(Parameter(f"{name}.bias", (layer["out"],), group, True, init, fan_in))
    return parameters


def initial_statistics(layers):
    """Running means 0 and variances 1, by name."""
    statistics = {}
    for layer in walk(layers):
        if layer["kind"] == "batchNorm":
            statistics[f"{layer['name']}.mean"] = np.zeros(layer["channels"], np.float32)
            statistics[f"{layer['name']}.variance"] = np.ones(layer["channels"], np.float32)
    return statistics


def initial_values(parameter, seed):
    """A parameter's initial values in file layout, float32; the same draws as in src/model/initialisation/initialise.ts."""
    count = int(np.prod(parameter.shape))
    stream = f"init/{parameter.name}"
    if parameter.init == "zero":
        return np.zeros(parameter.shape, np.float32)
    if parameter.init == "one":
        return np.ones(parameter.shape, np.float32)
    if parameter.init == "unitInterval":
        return words_to_unit(random_words(seed, stream, 0, count)).astype(np.float32)
    values = random_uniform(seed, stream, 0, count, 1 / np.sqrt(parameter.fan_in)).reshape(parameter.shape)
    if parameter.init == "dirac":
        values[..., : min(parameter.shape[2:])] = 0
        values += identities(parameter.shape)
    elif parameter.init == "addedDirac":
        mean, deviation = mean_and_deviation(values)
        values = values + identities(parameter.shape)
        moved, stretched = mean_and_deviation(values)
        values = ((values.astype(np.float64) - moved) * (deviation / stretched) + mean).astype(np.float32)
    elif parameter.init == "unitDeviation":
        values = (values.astype(np.float64) / mean_and_deviation(values)[1]).astype(np.float32)
    elif parameter.init != "uniform":
        raise ValueError(f"{parameter.name} has no random initial values: {parameter.init}.")
    return values


def identities(shape):
    """HWIO filters: the first ones copy one channel each, the rest are 0."""
    values = np.zeros(shape, np.float32)
    for i in range(min(shape[2:])):
        values[shape[0] // 2, shape[1] // 2, i, i] = 1
    return values


def mean_and_deviation(values):
    """Summed in order, as in src/model/initialisation/initialise.ts; the deviation divides by n - 1."""
    flat = values.ravel().astype(np.float64)
    mean = np.cumsum(flat)[-1] / flat.size
    distance = flat - mean
    return mean, np.sqrt(np.cumsum(distance * distance)[-1] / (flat.size - 1))


def initial_state(printed, seed, records):
    """Every parameter and running statistic before the first step, by name, in file layout."""
    network = printed["recipe"]["network"]
    state = {}
    for parameter in network_parameters(printed["layers"]):
        if parameter.init == "whitening":
            whitening = network["whitening"]
            pixels = records.pixels[: whitening["images"]]
            state[parameter.name] = compute_whitening(
                pixels, parameter.shape[0], whitening["epsilon"], printed["normalisation"]
            )
        else:
            state[parameter.name] = initial_values(parameter, seed)
    return {**state, **initial_statistics(printed["layers"])}


def to_torch(values, device="cpu", dtype=torch.float32):
    """Converts file layout to PyTorch's."""
    tensor = torch.as_tensor(np.asarray(values), device=device).to(dtype)
    if tensor.dim() == 4:
        return tensor.permute(3, 2, 0, 1).contiguous()
    return tensor.t().contiguous() if tensor.dim() == 2 else tensor.clone()


def from_torch(tensor):
    """Converts PyTorch's layout to file layout."""
    tensor = tensor.detach().cpu()
    if tensor.dim() == 4:
        tensor = tensor.permute(2, 3, 1, 0)
    elif tensor.dim() == 2:
        tensor = tensor.t()
    return np.ascontiguousarray(tensor.numpy())
