"""SGD with momentum in its two dialects, and averages of the weights (recipes 1.3, 1.5, 2.2)."""

import torch


class Sgd:
    """Velocities by name; weight decay is added to the summed gradient of every parameter that is trained."""

    def __init__(self, recipe, parameters, groups):
        self.settings = recipe["optimiser"]
        self.parameters = parameters
        self.groups = groups  # parameter name -> group, of the trained ones
        self.velocity = {name: torch.zeros_like(parameters[name]) for name in groups}

    @torch.no_grad()
    def step(self, gradients, rates):
        """`rates`: group -> (learning rate, weight decay), or None to leave weights and velocity as they are."""
        momentum, nesterov = self.settings["momentum"], self.settings["nesterov"]
        for name, group in self.groups.items():
            if rates[group] is None:
                continue
            rate, decay = rates[group]
            weight, velocity = self.parameters[name], self.velocity[name]
            gradient = gradients[name] + decay * weight
            if self.settings["velocity"] == "withRate":  # Page: the rate is inside the velocity
                change = -rate * gradient
                velocity.mul_(momentum).add_(change)
                weight.add_(change + momentum * velocity if nesterov else velocity)
            else:  # PyTorch: the rate multiplies it
                velocity.mul_(momentum).add_(gradient)
                weight.sub_(rate * (gradient + momentum * velocity if nesterov else velocity))


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
