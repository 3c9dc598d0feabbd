"""CIFAR-10 from its binary archive or folder, and the augmentation of images (recipes: reflect, crop, mirror, cutout)."""

import tarfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from data.draws import IMAGE_SIDE

RECORD_BYTES = 1 + 3 * IMAGE_SIDE * IMAGE_SIDE
TRAIN_FILES = [f"data_batch_{i}.bin" for i in range(1, 6)]
TEST_FILES = ["test_batch.bin"]


class Records:
    """Images uint8 [n, 3, 32, 32] (red, green, blue planes) and labels uint8 [n]."""

    def __init__(self, pixels, labels):
        self.pixels = pixels
        self.labels = labels

    def __len__(self):
        return len(self.labels)

    def first(self, count):
        if count > len(self):
            raise ValueError(f"Cannot use {count} images: there are only {len(self)}.")
        return Records(self.pixels[:count], self.labels[:count])


def read_cifar10(path):
    """The training and test records of `cifar-10-binary.tar.gz`, or of a folder that contains it or the .bin files."""
    path = Path(path)
    if path.is_dir():
        archive = path / "cifar-10-binary.tar.gz"
        found = {file.name: file for file in sorted(path.rglob("*.bin"))}
        if all(name in found for name in TRAIN_FILES + TEST_FILES):
            return tuple(parse([found[n].read_bytes() for n in names]) for names in (TRAIN_FILES, TEST_FILES))
        if not archive.is_file():
            raise FileNotFoundError(f"{path} contains neither {archive.name} nor all six .bin files.")
        path = archive
    contents = {}
    with tarfile.open(path) as tar:
        for member in tar:
            if member.name.endswith(".bin"):
                contents[Path(member.name).name] = tar.extractfile(member).read()
    missing = [name for name in TRAIN_FILES + TEST_FILES if name not in contents]
    if missing:
        raise ValueError(f"{path} lacks {', '.join(missing)}.")
    return tuple(parse([contents[n] for n in names]) for names in (TRAIN_FILES, TEST_FILES))


def parse(files):
    """Records of 1 + 3072 bytes: the label, then the three planes."""
    for content in files:
        if len(content) % RECORD_BYTES != 0:
            raise ValueError(f"{len(content)} bytes are not a whole number of records of {RECORD_BYTES} bytes.")
    records = np.frombuffer(b"".join(files), np.uint8).reshape(-1, RECORD_BYTES)
    if records[:, 0].max() > 9:
        raise ValueError("A label is above 9, so these are not CIFAR-10 records.")
    return Records(records[:, 1:].reshape(-1, 3, IMAGE_SIDE, IMAGE_SIDE), records[:, 0])


def reflect(coordinate):
    """Reflects coordinates at the border of an image, without repeating the border pixel."""
    coordinate = coordinate.abs()
    return torch.where(coordinate < IMAGE_SIDE, coordinate, 2 * (IMAGE_SIDE - 1) - coordinate)


@dataclass
class Truth:
    """A batch's labels: each image's own, and the label of the patch on some of its 1,024 pixels. Tensors [n]."""

    labels: torch.Tensor
    others: torch.Tensor
    other_pixels: int

    def words(self):
        """uint32 [n], packed as src/engine/batch/truth.ts does."""
        packed = self.labels | self.others << 8 | self.other_pixels << 16
        return packed.cpu().numpy().astype(np.uint32)


def with_normalisation(printed, records):
    """The output of --print-recipe, with the mean and deviation of these images if the recipe learns them.

    Integer sums make them exact, and equal to the bit to those of src/data/facts/statistics.ts.
    """
    if printed["recipe"]["normalisation"] == "published":
        return printed
    counts = np.stack([np.bincount(records.pixels[:, c].ravel(), minlength=256) for c in range(3)])
    count, values = counts[0].sum(), np.arange(256)
    mean = counts @ values / count
    deviation = np.sqrt(counts @ values**2 / count - mean * mean)
    return {**printed, "normalisation": {"mean": mean.tolist(), "deviation": deviation.tolist()}}


class Images:
    """Records on a device; its methods return normalised images, float [n, 3, 32, 32]."""

    def __init__(self, records, normalisation, device, dtype):
        self.pixels = torch.tensor(records.pixels, device=device)
        self.labels = torch.tensor(records.labels, device=device).long()
        shape = (1, 3, 1, 1)
        self.mean = torch.tensor(normalisation["mean"], device=device, dtype=dtype).view(shape)
        self.deviation = torch.tensor(normalisation["deviation"], device=device, dtype=dtype).view(shape)
        self.side = torch.arange(IMAGE_SIDE, device=device)

    def __len__(self):
        return len(self.labels)

    def select(self, records, shift_x, shift_y, mirrored):
        """The images of these records, shifted (output pixel x is pixel x + shift of the reflected image), then mirrored."""
        columns = torch.where(mirrored[:, None], self.side.flip(0), self.side) + shift_x[:, None]
        rows = self.side + shift_y[:, None]
        pixels = self.pixels[
            records[:, None, None, None],
            torch.arange(3, device=records.device)[:, None, None],
            reflect(rows)[:, None, :, None],
            reflect(columns)[:, None, None, :],
        ]
        return (pixels.to(self.mean.dtype) - self.mean) / self.deviation

    def batch(self, epoch, first, count):
        """The normalised, augmented images at `count` positions of an epoch, and their labels."""
        positions = np.arange(first, first + count)
        field = lambda values: torch.as_tensor(values[positions], device=self.pixels.device)
        images, labels = self.augmented(epoch, positions)
        side = epoch.patch_side
        if side == 0:
            return images, Truth(labels, labels, 0)
        other_images, others = self.augmented(epoch, epoch.partner[positions])
        square = self.square(field(epoch.patch_x), field(epoch.patch_y), side)
        return torch.where(square, other_images, images), Truth(labels, others, side * side)

    def augmented(self, epoch, positions):
        """The cropped, mirrored, jittered images at these positions of an epoch, after cutout, and their labels."""
        field = lambda values: torch.as_tensor(values[positions], device=self.pixels.device)
        records = field(epoch.order)
        images = self.select(records, field(epoch.shift_x), field(epoch.shift_y), field(epoch.mirrored))
        if (epoch.brightness != 0).any() or (epoch.contrast != 1).any():
            per_image = lambda values: field(values)[:, None, None, None].to(images.dtype)
            images = (images + per_image(epoch.brightness)) * per_image(epoch.contrast)
        if epoch.cutout_side > 0:
            square = self.square(field(epoch.cutout_x), field(epoch.cutout_y), epoch.cutout_side)
            images = images.masked_fill(square, 0)
        return images, self.labels[records]

    def square(self, x, y, side):
        """Mask of each image's square, bool [n, 1, 32, 32]."""
        within = lambda start: (self.side >= start[:, None]) & (self.side < start[:, None] + side)
        return within(x)[:, None, None, :] & within(y)[:, None, :, None]

    def view(self, records, view):
        """One test view of these records."""
        same = lambda value: torch.full_like(records, value)
        return self.select(records, same(view["shiftX"]), same(view["shiftY"]), same(view["mirrored"]).bool())
