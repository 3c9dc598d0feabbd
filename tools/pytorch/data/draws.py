"""An epoch's augmentation draws, the same as in src/trainer/schedule/draw.ts."""

from dataclasses import dataclass

import numpy as np

from data.streams import random_permutation, random_words, words_below

IMAGE_SIDE = 32
SHIFT_BIAS = 16
MOST_GROUPS = 200


@dataclass
class Epoch:
    """The order of the records, and the augmentation of the image at each position. All are arrays [images]."""

    order: np.ndarray
    shift_x: np.ndarray
    shift_y: np.ndarray
    mirrored: np.ndarray
    cutout_x: np.ndarray
    cutout_y: np.ndarray
    cutout_side: int
    # CutMix: the position whose image is pasted in, and the corner of its square; side 0 means none.
    partner: np.ndarray
    patch_x: np.ndarray
    patch_y: np.ndarray
    patch_side: int
    # Every value of a normalised image becomes (value + brightness) * contrast; float32.
    brightness: np.ndarray
    contrast: np.ndarray

    def words(self):
        """uint32 [images, 5]: record, augmentation, patch and the bits of brightness and contrast, as in src/engine/batch/augmentation-draws.ts."""
        packed = (
            (self.shift_x + SHIFT_BIAS)
            | (self.shift_y + SHIFT_BIAS) << 5
            | self.mirrored.astype(np.int64) << 10
            | self.cutout_x << 11
            | self.cutout_y << 16
            | self.cutout_side << 21
        )
        patch = self.patch_x | self.patch_y << 5 | self.patch_side << 10 | self.partner << 15
        jitter = [values.view(np.uint32) for values in (self.brightness, self.contrast)]
        return np.stack([self.order, packed, patch, *jitter], axis=1).astype(np.uint32)


def draw_epoch(augmentation, seed, epoch, images):
    """Draws an order of the records, and a crop, a mirror, a cutout and a patch for each record."""
    padding, cutout = augmentation["cropPadding"], augmentation["cutout"]
    grouped = augmentation["draws"] == "grouped"
    draw_places = draw_grouped_places if grouped else draw_pairs
    order = random_permutation(seed, "order", 0 if augmentation["order"] == "once" else epoch, images)
    shifts = draw_places(seed, "crop", epoch, images, 2 * padding + 1) - padding
    corners = draw_places(seed, "cutout", epoch, images, places_of(cutout))
    mirrored = draw_mirrors(augmentation["flip"], grouped, seed, epoch, images)
    partner, patches, side = draw_patches(augmentation["cutMix"], seed, epoch, images)
    brightness, contrast = draw_jitters(augmentation.get("jitter"), seed, epoch, images)
    return Epoch(
        order=order,
        shift_x=shifts[order, 0],
        shift_y=shifts[order, 1],
        mirrored=mirrored[order],
        cutout_x=corners[order, 0],
        cutout_y=corners[order, 1],
        cutout_side=cutout,
        partner=partner,
        patch_x=patches[order, 0],
        patch_y=patches[order, 1],
        patch_side=side,
        brightness=brightness[order],
        contrast=contrast[order],
    )


def places_of(side):
    """How many columns (or rows) a square of this side can start at; 1 without a square."""
    return IMAGE_SIDE - side + 1 if side else 1


def draw_pairs(seed, name, epoch, images, n):
    """Two draws below n for each record, int [images, 2]."""
    if n == 1:
        return np.zeros((images, 2), np.int64)
    return words_below(random_words(seed, name, epoch, 2 * images), n).reshape(images, 2)


def draw_grouped_places(seed, name, epoch, images, n):
    """One of n times n positions for each record, the same within a group, int [images, 2]."""
    option = draw_groups(seed, name, epoch, images, n * n)
    return np.stack([option % n, option // n], axis=1)


def draw_groups(seed, name, epoch, images, options):
    """Draws one of the options for each record as Page does: shuffles the records and cuts them into groups of about equal size.

    There are as many groups as options, but at most 200, each with its own option. Returns int [images].
    Source: davidcpage/cifar10-fast, bag_of_tricks.ipynb.
    """
    chosen = random_permutation(seed, f"{name} option", epoch, options)[:MOST_GROUPS]
    by_record = np.empty(images, np.int64)
    by_record[random_permutation(seed, name, epoch, images)] = chosen[np.arange(images) * len(chosen) // images]
    return by_record


def draw_mirrors(flip, grouped, seed, epoch, images):
    """Which records are mirrored: none, a random half, or a random half that alternates with the other half."""

    def toss(index):
        if grouped:
            return draw_groups(seed, "mirror", index, images, 2) == 1
        return random_words(seed, "mirror", index, images) >> 31 == 1

    if flip == "off":
        return np.zeros(images, bool)
    if flip == "random":
        return toss(epoch)
    if flip == "alternating":
        return toss(0) ^ (epoch % 2 == 1)
    raise ValueError(f'There is no flip named "{flip}".')


def draw_patches(cut_mix, seed, epoch, images):
    """CutMix: each position's partner, each record's corner, and the side."""
    if cut_mix is None or epoch < cut_mix["fromEpoch"]:
        return np.zeros(images, np.int64), np.zeros((images, 2), np.int64), 0
    corners = draw_pairs(seed, "cutMix", epoch, images, places_of(cut_mix["side"]))
    return random_permutation(seed, "partner", epoch, images), corners, cut_mix["side"]


def draw_jitters(jitter, seed, epoch, images):
    """Each record's brightness and contrast, float32 [images]; 0 and 1 without jitter."""

    def around(name, centre):
        reach = jitter[name] if jitter else 0
        words = random_words(seed, name, epoch, images) if jitter else np.zeros(images, np.uint32)
        return (centre + reach * (2 * words.astype(np.float64) / 2**32 - 1)).astype(np.float32)

    return around("brightness", 0), around("contrast", 1)
