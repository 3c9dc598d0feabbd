"""SGD with momentum in its two dialects, LARS, Muon, and averages of the weights (recipes 1.3, 1.5, 1.11, 2.2, 2.4)."""

import torch

from muon import orthogonalise

# The groups whose weights LARS and Muon move tensor by tensor; SGD moves all else.
WHOLE_TENSORS = {"sgd": (), "lars": ("convWeight", "headWeight"), "muon": ("convWeight",)}


class Optimiser:
    """Velocities by name; weight decay is added to the summed gradient of every parameter that SGD or LARS moves."""

    def __init__(self, recipe, parameters, groups):
        self.settings = recipe["optimiser"]
        self.whole = WHOLE_TENSORS[self.settings["kind"]]
        self.parameters = parameters
        self.groups = groups  # parameter name -> group, of the trained ones
        self.velocity = {name: torch.zeros_like(parameters[name]) for name in groups}

    @torch.no_grad()
    def step(self, gradients, rates):
        """`rates`: group -> (learning rate, weight decay), or None to leave weights and velocity as they are."""
        for name, group in self.groups.items():
            if rates[group] is None:
                continue
            rate, decay = rates[group]
            rule = self.settings["kind"] if group in self.whole else "sgd"
            if rule == "muon":
                self.orthogonal_step(name, gradients[name], rate)
                continue
            gradient = gradients[name] + decay * self.parameters[name]
            if rule == "lars":
                rate = rate * (self.parameters[name].norm() / (gradient.norm() + self.settings["epsilon"]))
            self.sgd_step(name, gradient, rate)

    def sgd_step(self, name, gradient, rate):
        momentum, nesterov = self.settings["momentum"], self.settings["nesterov"]
        weight, velocity = self.parameters[name], self.velocity[name]
        if self.settings["velocity"] == "withRate":  # Page: the rate is inside the velocity
            change = -rate * gradient
            velocity.mul_(momentum).add_(change)
            weight.add_(change + momentum * velocity if nesterov else velocity)
        else:  # PyTorch: the rate multiplies it
            velocity.mul_(momentum).add_(gradient)
            weight.sub_(rate * (gradient + momentum * velocity if nesterov else velocity))

    def orthogonal_step(self, name, gradient, rate):
        """Muon: the weight, scaled to the norm of its outputs' root, moves by its orthogonalised momentum."""
        momentum, nesterov = (self.settings["convolutions"][field] for field in ("momentum", "nesterov"))
        weight, velocity = self.parameters[name], self.velocity[name]
        velocity.mul_(momentum).add_(gradient)
        update = gradient + momentum * velocity if nesterov else velocity
        weight.mul_(len(weight) ** 0.5 / weight.norm())
        weight.sub_(rate * orthogonalise(update.flatten(1)).view_as(weight))


class Averaging:
    """An average of trained parameters and running statistics; lookahead also writes it back to them."""

    def __init__(self, recipe, live):
        self.write_back = recipe["averaging"]["kind"] == "lookahead"
        self.live = live
        self.average = {name: tensor.detach().clone() for name, tensor in live.items()}

    @torch.no_grad()
    def update(self, keep):
        for name, average in self.average.items():
            average.mul_(keep).add_(self.live[name], alpha=1 - keep)
            if self.write_back:
                self.live[name].copy_(average)
