"""SGD with both kinds of momentum, LARS, Muon, and averages of the weights.

Sources: David Page, https://github.com/davidcpage/cifar10-fast (SGD and LARS: torch_backend.py; averages: bag_of_tricks.ipynb);
Keller Jordan, https://github.com/KellerJordan/cifar10-airbench (SGD and lookahead: legacy/airbench94.py; Muon: airbench94_muon.py).
"""

import torch

from training.muon import COEFFICIENTS, orthogonalise

# The groups whose weights LARS and Muon update tensor by tensor; SGD updates everything else.
WHOLE_TENSORS = {"sgd": (), "lars": ("convWeight", "headWeight"), "muon": ("convWeight",)}


class Optimiser:
    """Velocities by name; weight decay is added to the summed gradient of every parameter that SGD or LARS updates."""

    def __init__(self, recipe, parameters, groups):
        self.settings = recipe["optimiser"]
        self.whole = WHOLE_TENSORS[self.settings["kind"]]
        self.parameters = parameters
        self.groups = groups  # trained parameter -> group
        self.velocity = {name: torch.zeros_like(parameters[name]) for name in groups}

    @torch.no_grad()
    def step(self, gradients, rates):
        """`rates`: group -> (learning rate, weight decay), or None to leave the group's weights and velocity unchanged."""
        for name, group in self.groups.items():
            if rates[group] is None:
                continue
            rate, decay, *rescale = rates[group]
            rule = self.settings["kind"] if group in self.whole else "sgd"
            if rule == "muon":
                self.orthogonal_step(name, gradients[name], rate, decay, *rescale)
                continue
            gradient = gradients[name] + decay * self.parameters[name]
            if rule == "lars":
                rate = rate * (self.parameters[name].norm() / (gradient.norm() + self.settings["epsilon"]))
            self.sgd_step(name, gradient, rate)

    def sgd_step(self, name, gradient, rate):
        momentum, nesterov = self.settings["momentum"], self.settings["nesterov"]
        weight, velocity = self.parameters[name], self.velocity[name]
        if self.settings["velocity"] == "withRate":  # Page: the velocity includes the rate
            change = -rate * gradient
            velocity.mul_(momentum).add_(change)
            weight.add_(change + momentum * velocity if nesterov else velocity)
        else:  # PyTorch: the rate multiplies the velocity
            velocity.mul_(momentum).add_(gradient)
            weight.sub_(rate * (gradient + momentum * velocity if nesterov else velocity))

    def orthogonal_step(self, name, gradient, rate, decay, rescale=True):
        """Muon: the weight moves by its orthogonalised momentum, then decays.

        With `rescale`, it is first scaled to the norm sqrt(outputs).
        """
        settings = self.settings["convolutions"]
        momentum, nesterov = settings["momentum"], settings["nesterov"]
        weight, velocity = self.parameters[name], self.velocity[name]
        velocity.mul_(momentum).add_(gradient)
        update = gradient + momentum * velocity if nesterov else velocity
        if rescale:
            weight.mul_(len(weight) ** 0.5 / weight.norm())
        direction = orthogonalise(update.flatten(1), settings.get("polynomial", COEFFICIENTS))
        weight.sub_(rate * direction.view_as(weight))
        weight.mul_(1 - rate * decay)


class Averaging:
    """An average of trained parameters and running statistics; lookahead and the tail also write it back."""

    def __init__(self, recipe, live):
        self.write_back = recipe["averaging"]["kind"] in ("lookahead", "tail")
        self.live = live
        self.average = {name: tensor.detach().clone() for name, tensor in live.items()}

    @torch.no_grad()
    def update(self, keep):
        for name, average in self.average.items():
            average.mul_(keep).add_(self.live[name], alpha=1 - keep)
            if self.write_back:
                self.live[name].copy_(average)
