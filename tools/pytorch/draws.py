"""Every random choice of an epoch, the same as src/trainer/draw.ts draws."""

from dataclasses import dataclass

import numpy as np

from streams import random_permutation, random_words, words_below

IMAGE_SIDE = 32
SHIFT_BIAS = 16


@dataclass
class Epoch:
    """The order of the records, and what augmentation does to each position's image. All are arrays [images]."""

    order: np.ndarray
    shift_x: np.ndarray
    shift_y: np.ndarray
    mirrored: np.ndarray
    cutout_x: np.ndarray
    cutout_y: np.ndarray
    cutout_side: int

    def words(self):
        """uint32 [images, 2]: the record, then its augmentation packed as src/engine/choices.ts does."""
        packed = (
            (self.shift_x + SHIFT_BIAS)
            | (self.shift_y + SHIFT_BIAS) << 5
            | self.mirrored.astype(np.int64) << 10
            | self.cutout_x << 11
            | self.cutout_y << 16
            | self.cutout_side << 21
        )
        return np.stack([self.order, packed], axis=1).astype(np.uint32)


def draw_epoch(augmentation, seed, epoch, images):
    """Draws an epoch's choices: an order of the records; a crop, a mirror and a cutout for each record."""
    padding, cutout = augmentation["cropPadding"], augmentation["cutout"]
    order = random_permutation(seed, "order", epoch, images)
    shifts = draw_pairs(seed, "crop", epoch, images, 2 * padding + 1) - padding
    corners = draw_pairs(seed, "cutout", epoch, images, IMAGE_SIDE - cutout + 1 if cutout else 1)
    mirrored = draw_mirrors(augmentation["flip"], seed, epoch, images)
    return Epoch(
        order=order,
        shift_x=shifts[order, 0],
        shift_y=shifts[order, 1],
        mirrored=mirrored[order],
        cutout_x=corners[order, 0],
        cutout_y=corners[order, 1],
        cutout_side=cutout,
    )


def draw_pairs(seed, name, epoch, images, n):
    """Two draws below n for each record, int [images, 2]."""
    return words_below(random_words(seed, name, epoch, 2 * images), n).reshape(images, 2)


def draw_mirrors(flip, seed, epoch, images):
    """Which records are mirrored: none, a random half, or all in turn from a random start."""
    if flip == "off":
        return np.zeros(images, bool)
    if flip == "random":
        return random_words(seed, "mirror", epoch, images) >> 31 == 1
    if flip == "alternating":
        return (random_words(seed, "mirror", 0, images) >> 31 == 1) ^ (epoch % 2 == 1)
    raise ValueError(f'There is no flip named "{flip}".')
