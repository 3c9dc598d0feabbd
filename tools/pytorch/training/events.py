"""A run as a list of events, in the format of `npm run -s train -- --out` (src/trainer/events.ts)."""

import time
from contextlib import suppress

import torch

from processes.interrupts import Interrupts, Stopped
from training.schedule import sample_schedule, scheduled_value
from training.training import viewed_share, views_of

CLASSES = 10
NEVER = Interrupts()


class Clock:
    """Measures training time, which excludes tests between epochs, and wall-clock time, in seconds."""

    def __init__(self, cuda):
        self.cuda = cuda
        self.began = self.now()
        self.untimed = 0.0

    def now(self):
        """The time, once all queued GPU work is done."""
        if self.cuda:
            torch.cuda.synchronize()
        return time.perf_counter()

    def leave_out(self, since):
        self.untimed += self.now() - since

    def read(self):
        wall = self.now() - self.began
        return {"trainSeconds": wall - self.untimed, "wallSeconds": wall}


def play(run, test, each_epoch=True, interrupts=NEVER):
    """Runs a recipe and yields its events.

    The last event is `done`, `failed` if the loss became NaN or infinite, or `stopped` if any of the run's processes was asked to
    stop. Tests after each epoch or, without `each_epoch`, once at the end, where all steps count as one long epoch.
    Only the first process tests: the others yield no `epoch`, and a `done` without scores.
    """
    length, steps, scores, confusion = run.length, [], None, None
    yield {"type": "begin", "plan": plan_of(run, test), "resumedFrom": None}
    clock = Clock(run.images.pixels.is_cuda)
    for step in range(length.steps):
        steps.append((step, *run.step(step)))
        last = step + 1 == length.steps
        if last or (each_epoch and (step + 1) % length.steps_per_epoch == 0):
            taken = [step_event(run, *entry) for entry in steps]
            steps = []
            yield steps_event(taken, clock)
            lost = next((entry for entry in taken if entry["loss"] - entry["loss"] != 0), None)
            if lost is not None:
                yield failure(lost["step"])
                return
            with suppress(Stopped):  # every process learns of the stop below
                if run.processes.first:
                    scores, confusion = timed_test(run, test, clock, last, interrupts)
                    yield epoch_event(run, taken, scores, clock)
        if run.processes.any(interrupts.requested):
            if steps:
                yield steps_event([step_event(run, *entry) for entry in steps], clock)
            yield {"type": "stopped", "step": step + 1}
            return
    yield {"type": "done", **clock.read(), "steps": length.steps, "test": scores, "confusion": confusion}


def plan_of(run, test):
    """The run's length, sizes, schedule and engine."""
    device = run.images.pixels.device
    cuda = device.type == "cuda"
    half = run.network.compute == torch.float16
    adapter = torch.cuda.get_device_name() if cuda else "processor"
    count = run.processes.count
    processes = f", {count} processes" if count > 1 else ""
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
            "precisionReason": "As requested.",
            "microBatches": 1,
            "variant": f"PyTorch {torch.__version__} {precision} on {adapter}, {torch.get_num_threads()} threads{processes}",
            "bytes": torch.cuda.memory_allocated() if cuda else 0,
        },
        "normImages": None,
    }


def steps_event(taken, clock):
    memory = torch.cuda.max_memory_allocated() if clock.cuda else 0
    return {"type": "steps", "steps": taken, "usage": {"bytesAtMost": memory, "javascriptMs": 0}, **clock.read()}


def timed_test(run, test, clock, last, interrupts):
    """A test's scores and confusion counts. Only the final test's main scoring counts as training time."""
    before = clock.now()
    with interrupts.at_once():
        scores, confusion, tested = score_test(run, test, clock)
    clock.leave_out(tested if last else before)
    return scores, confusion


def epoch_event(run, taken, scores, clock):
    mean = lambda field: sum(entry[field] for entry in taken) / len(taken)
    step = taken[-1]["step"] + 1
    return {
        "type": "epoch",
        "step": step,
        "epoch": step / run.length.steps_per_epoch,
        **clock.read(),
        "train": {"loss": mean("loss"), "accuracy": mean("accuracy")},
        "test": scores,
        "plainTestLoss": True,
    }


def step_event(run, step, loss, correct):
    """`rate` is the learning rate for a mean loss."""
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
        "message": f"The loss became NaN at step {step + 1}.",
        "advice": "The usual cause is the learning rate. Lower the recipe's peak rate.",
        "saved": None,
    }


def score_test(run, test, clock):
    """The scores, the confusion counts[truth * 10 + prediction] of the final score, and the time when that was done."""
    averaged, views = run.judges_average, run.recipe["views"]
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
    """The score that a recipe is judged by: with views, or of averaged weights, if it has them."""
    return scores["views"] or scores["average"] or scores["live"]
