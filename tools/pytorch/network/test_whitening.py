import unittest

import numpy as np

from data.streams import random_words
from network.whitening import compute_whitening, second_moment

NORMALISATION = {"mean": [125.31, 122.95, 113.87], "deviation": [62.99, 62.09, 66.7]}


def images(count):
    return (random_words(5, "pixels", 0, count * 3072) >> 24).astype(np.uint8).reshape(count, 3, 32, 32)


class Whitening(unittest.TestCase):
    def test_moment_matches_normalised_patches(self):
        pixels = images(3)
        normal = (pixels - np.array(NORMALISATION["mean"])[:, None, None]) / np.array(
            NORMALISATION["deviation"]
        )[:, None, None]
        for kernel in (2, 3):
            side = 33 - kernel
            patches = np.stack(
                [normal[:, :, y : y + side, x : x + side] for y in range(kernel) for x in range(kernel)], axis=1
            )
            patches = patches.transpose(0, 3, 4, 1, 2).reshape(-1, 3 * kernel * kernel)
            divisor = len(patches) - (1 if kernel == 3 else 0)
            np.testing.assert_allclose(
                second_moment(pixels, kernel, NORMALISATION), patches.T @ patches / divisor, atol=1e-10
            )

    def test_filters_whiten(self):
        pixels = images(20)
        for kernel, epsilon, count in ((3, 1e-2, 27), (2, 5e-4, 24)):
            weights = compute_whitening(pixels, kernel, epsilon, NORMALISATION)
            self.assertEqual(weights.shape, (kernel, kernel, 3, count))
            filters = weights.reshape(-1, count).T.astype(np.float64)[: 3 * kernel * kernel]
            moment = second_moment(pixels, kernel, NORMALISATION)
            values = np.linalg.eigvalsh(moment)[::-1]
            whitened = filters @ moment @ filters.T
            np.testing.assert_allclose(whitened, np.diag(values / (values + epsilon)), atol=1e-6)
