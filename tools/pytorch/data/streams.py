"""The project's random streams. They are counter-based, so any draw can be made without the ones before it.

Identical to src/random/stream.ts: words 2i and 2i + 1 of part `index` of the stream `name` are Threefry2x32
(20 rounds) of the counter (i, index) under the key (seed, FNV-1a(name)).
Source of Threefry: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
"""

import numpy as np

PARITY = 0x1BD11BDA
ROTATIONS = (13, 15, 26, 6, 17, 29, 16, 24)
MASK = 0xFFFFFFFF


def threefry2x32(key, counters):
    """Encrypts counters, uint32 [n, 2], with a key of two words; returns uint32 [n, 2]."""
    k0, k1 = key
    keys = (k0, k1, (k0 ^ k1 ^ PARITY) & MASK)
    x0 = counters[:, 0] + np.uint32(k0)
    x1 = counters[:, 1] + np.uint32(k1)
    for group in range(5):
        for turn in range(4):
            by = ROTATIONS[(group % 2) * 4 + turn]
            x0 = x0 + x1
            x1 = ((x1 << np.uint32(by)) | (x1 >> np.uint32(32 - by))) ^ x0
        x0 = x0 + np.uint32(keys[(group + 1) % 3])
        x1 = x1 + np.uint32((keys[(group + 2) % 3] + group + 1) & MASK)
    return np.stack([x0, x1], axis=1)


def name_hash(name):
    """The 32-bit FNV-1a hash of a stream's name."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ byte) * 0x01000193) & MASK
    return value


def random_words(seed, name, index, count):
    """`count` uniform uint32 of the stream `name`, part `index` (for example, an epoch)."""
    pairs = (count + 1) // 2
    counters = np.empty((pairs, 2), np.uint32)
    counters[:, 0] = np.arange(pairs, dtype=np.uint32)
    counters[:, 1] = index
    return threefry2x32((seed & MASK, name_hash(name)), counters).reshape(-1)[:count]


def words_below(words, n):
    """Maps uniform words to 0 .. n - 1 by taking the high half of the product."""
    return (words.astype(np.uint64) * np.uint64(n) >> np.uint64(32)).astype(np.int64)


def words_to_unit(words):
    """Maps uniform words to [0, 1) with 24 bits, exact in single precision."""
    return (words >> np.uint32(8)) / 2.0**24


def random_uniform(seed, name, index, count, bound):
    """`count` single-precision numbers, uniform in [-bound, bound)."""
    unit = words_to_unit(random_words(seed, name, index, count))
    return (np.float64(np.float32(bound)) * (2 * unit - 1)).astype(np.float32)


def random_permutation(seed, name, index, n):
    """A permutation of 0 .. n - 1: the order that sorts n random words; ties keep their order."""
    return np.argsort(random_words(seed, name, index, n), kind="stable")
