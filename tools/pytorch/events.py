"""A run as a list of events, in the form in which `npm run -s train -- --out` writes them (src/trainer/events.ts)."""

import time

import torch

from schedule import sample_schedule, scheduled_value
from training import viewed_share, views_of

CLASSES = 10


class Clock:
    """Seconds on the clock of training, which tests between epochs are not on, and on the wall's."""

    def __init__(self, cuda):
        self.cuda = cuda
        self.began = self.now()
        self.untimed = 0.0

    def now(self):
        """With all work done that was asked for."""
        if self.cuda:
            torch.cuda.synchronize()
        return time.perf_counter()

    def leave_out(self, since):
        self.untimed += self.now() - since

    def read(self):
        wall = self.now() - self.began
        return {"trainSeconds": wall - self.untimed, "wallSeconds": wall}


def play(run, test, each_epoch=True):
    """Runs a recipe and yields its events; the last one is `done`, or `failed` where the loss is no longer a number.

    Tests after each epoch, or once at the end: the steps since the last test are then one long epoch.
    """
    cuda = run.images.pixels.is_cuda
    length, steps = run.length, []
    yield {"type": "begin", "plan": plan_of(run, test), "goneOn": None}
    clock = Clock(cuda)
    for step in range(length.steps):
        steps.append((step, *run.step(step)))
        last = step + 1 == length.steps
        if not last and not (each_epoch and (step + 1) % length.steps_per_epoch == 0):
            continue
        taken = [step_event(run, *entry) for entry in steps]
        steps = []
        memory = torch.cuda.max_memory_allocated() if cuda else 0
        yield {"type": "steps", "steps": taken, "usage": {"bytesAtMost": memory, "javascriptMs": 0}, **clock.read()}
        lost = next((entry for entry in taken if entry["loss"] - entry["loss"] != 0), None)
        if lost is not None:
            yield failure(lost["step"])
            return
        before = clock.now()
        scores, confusion, tested = score_test(run, test, clock)
        clock.leave_out(tested if last else before)
        mean = lambda field: sum(entry[field] for entry in taken) / len(taken)
        yield {
            "type": "epoch",
            "step": step + 1,
            "epoch": (step + 1) / length.steps_per_epoch,
            **clock.read(),
            "train": {"loss": mean("loss"), "accuracy": mean("accuracy")},
            "test": scores,
        }
    yield {"type": "done", **clock.read(), "steps": length.steps, "test": scores, "confusion": confusion}


def plan_of(run, test):
    """What the run is, and what computes it."""
    device = run.images.pixels.device
    cuda = device.type == "cuda"
    half = run.network.compute == torch.float16
    adapter = torch.cuda.get_device_name() if cuda else "processor"
    precision = "f16" if half else "f32"
    length, batch = run.length, run.recipe["batchSize"]
    return {
        "length": {"stepsPerEpoch": length.steps_per_epoch, "steps": length.steps, "epochs": length.epochs},
        "batchSize": batch,
        "requestedBatchSize": batch,
        "trainImages": len(run.images),
        "testImages": len(test),
        "seed": run.seed,
        "schedule": sample_schedule(run.recipe, length),
        "engine": {
            "engine": "pytorch",
            "adapter": adapter,
            "software": not cuda,
            "precision": precision,
            "precisionReason": "As asked.",
            "passes": 1,
            "variant": f"PyTorch {torch.__version__} {precision} on {adapter}, {torch.get_num_threads()} threads",
            "bytes": torch.cuda.memory_allocated() if cuda else 0,
        },
        "normImages": None,
    }


def step_event(run, step, loss, correct):
    """`rate` is what a mean loss would take."""
    return {
        "step": step,
        "loss": loss.item(),
        "accuracy": correct.item() / run.recipe["batchSize"],
        "rate": scheduled_value(run.recipe, run.length, step),
    }


def failure(step):
    return {
        "type": "failed",
        "step": step,
        "message": f"The loss was no longer a number at step {step + 1}.",
        "advice": "The learning rate is the usual cause: lower the recipe's peak.",
        "kept": None,
    }


def score_test(run, test, clock):
    """Scores by what was evaluated, counts[truth * 10 + answer] of the best-prepared weights, and when those were done."""
    averaged, views = run.averaging is not None, run.recipe["views"]
    logits = run.test_logits(test, views_of(views), averaged, viewed_share(views))
    best = run.score(logits, test)
    pairs = (test.labels * CLASSES + logits.argmax(1)).bincount(minlength=CLASSES**2)
    confusion, tested = pairs.tolist(), clock.now()
    plain = lambda of_average: run.score(run.test_logits(test, views_of("none"), of_average), test)
    has_views = views != "none"
    average = (plain(True) if has_views else best) if averaged else None
    live = best if not averaged and not has_views else plain(False)
    return {"live": live, "average": average, "views": best if has_views else None}, confusion, tested


def final_score(scores):
    """The score that a recipe is judged by: of the best-prepared weights it has."""
    return scores["views"] or scores["average"] or scores["live"]
