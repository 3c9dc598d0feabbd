"""Training in several processes started by torchrun: each computes its share of every batch.

Gradients are summed by a plain all_reduce, not by DistributedDataParallel, which wraps a Module and averages: here a
network is a function of named tensors, losses are sums, and some 10 MB of gradients fit one exchange at the end of a step.
"""

import os
import sys
from datetime import timedelta

import torch
import torch.distributed as dist

# The other processes wait while the first one tests.
LONGEST_TEST = timedelta(hours=2)


class Processes:
    """The `count` processes that share a run, as seen by process `rank`. A single process exchanges nothing.

    All methods but `share` must be called by every process, in the same order and with the same shapes.
    """

    def __init__(self, rank=0, count=1, flags=None):
        self.rank, self.count = rank, count
        self.flags = flags  # the process group that exchanges flags, on the CPU

    @property
    def first(self):
        """Whether this is the process that tests, prints and writes."""
        return self.rank == 0

    def share(self, batch):
        """The first position and the size of this process's share of a batch."""
        size = batch // self.count
        return self.rank * size, size

    @torch.no_grad()
    def exchange(self, summed, averaged):
        """The sums of `summed` over the processes, added in the dtype of the first; replaces `averaged` by their means."""
        if self.count == 1:
            return summed
        tensors = [*summed, *averaged]
        flat = torch.cat([tensor.flatten().to(summed[0].dtype) for tensor in tensors])
        dist.all_reduce(flat)
        parts = flat.split([tensor.numel() for tensor in tensors])
        totals = [part.view_as(tensor) for part, tensor in zip(parts, tensors)]
        for tensor, total in zip(averaged, totals[len(summed) :]):
            tensor.copy_(total / self.count)
        return [total.to(tensor.dtype) for total, tensor in zip(totals, summed)]

    def gather(self, rows):
        """The rows of all processes [count * rows, ...], in rank order. Gradients flow back to each row's owner."""
        if self.count == 1:
            return rows
        from torch.distributed.nn.functional import all_reduce  # builds without torch.distributed lack it

        zeros = lambda processes: rows.new_zeros(processes * len(rows), *rows.shape[1:])
        return all_reduce(torch.cat([zeros(self.rank), rows, zeros(self.count - self.rank - 1)]))

    def any(self, flag):
        """Whether the flag is set in any process."""
        if self.count == 1:
            return flag
        found = torch.tensor(int(flag))
        dist.all_reduce(found, dist.ReduceOp.MAX, group=self.flags)
        return bool(found)

    def leave(self):
        """Leaves the process group; call it once, after the run."""
        if self.count > 1:
            dist.destroy_process_group()


ALONE = Processes()


def join(device):
    """The processes that torchrun started along with this one, or ALONE without torchrun.

    `device` is "cpu" or "cuda" (one GPU per process). Exits with an error message if there is no GPU for this process.
    """
    if "RANK" not in os.environ or int(os.environ.get("WORLD_SIZE", 1)) == 1:
        return ALONE
    if device == "cuda":
        own, found = int(os.environ["LOCAL_RANK"]), torch.cuda.device_count()
        if own >= found:
            sys.exit(f"Process {own + 1} has no GPU: this machine has {found}. Start one process per GPU.")
        torch.cuda.set_device(own)
    dist.init_process_group("nccl" if device == "cuda" else "gloo")
    flags = dist.new_group(backend="gloo", timeout=LONGEST_TEST)
    return Processes(dist.get_rank(), dist.get_world_size(), flags)


def require_shares(processes, batch):
    """Exits if a batch cannot be split equally; only the first process prints the message."""
    if batch % processes.count == 0:
        return
    advice = "Use a number of processes that divides it, or print the recipe with another --batch."
    message = f"A batch of {batch} images cannot be split equally between {processes.count} processes. {advice}"
    sys.exit(message if processes.first else 1)
