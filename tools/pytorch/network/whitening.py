"""The frozen whitening convolution, bit for bit the same as in src/model/initialisation/whitening.ts.

Sums of pixels and of products of pixels are integers below 2^53, so they are exact in double precision in any order.
Normalisation is applied to the sums. The eigenvectors come from Jacobi rotations in a fixed order.
"""

import numpy as np

BLOCK = 250
MAX_SWEEPS = 30


def compute_whitening(pixels, kernel, epsilon, normalisation):
    """Weights [k, k, 3, filters], float32, from uint8 images [n, 3, 32, 32]: eigenvectors / sqrt(eigenvalue + epsilon)."""
    values, vectors = jacobi_eigen(second_moment(pixels, kernel, normalisation))
    filters = vectors / np.sqrt(values + epsilon)[:, None]
    if kernel == 2:  # airbench appends the negated filters
        filters = np.concatenate([filters, -filters])
    return filters.T.astype(np.float32).reshape(kernel, kernel, 3, len(filters))


def second_moment(pixels, kernel, normalisation):
    """The uncentred second moment of all k x k patches after normalisation; elements in the order row, column, channel.

    Page divides by n - 1 (3x3 patches), airbench by n (2x2 patches).
    """
    size = 3 * kernel * kernel
    sums, products, count = np.zeros(size), np.zeros((size, size)), 0
    for first in range(0, len(pixels), BLOCK):
        patches = image_patches(pixels[first : first + BLOCK], kernel)
        sums += patches.sum(0)
        products += patches.T @ patches
        count += len(patches)
    mean = np.array(normalisation["mean"] * (kernel * kernel))
    deviation = np.array(normalisation["deviation"] * (kernel * kernel))
    mi, mj = mean[:, None], mean[None, :]
    centred = products - mi * sums[None, :] - mj * sums[:, None] + count * mi * mj
    return centred / (deviation[:, None] * deviation[None, :]) / (count - 1 if kernel == 3 else count)


def image_patches(pixels, kernel):
    """All k x k patches of the images: float64 [patches, k * k * 3]."""
    windows = np.lib.stride_tricks.sliding_window_view(pixels, (kernel, kernel), axis=(2, 3))
    return windows.transpose(0, 2, 3, 4, 5, 1).reshape(-1, kernel * kernel * 3).astype(np.float64)


def jacobi_eigen(matrix):
    """Eigenvalues, largest first, and unit eigenvectors (rows) whose largest component is positive."""
    a = matrix.copy()
    n = len(a)
    vectors = np.eye(n)
    tolerance = 2.0**-104 * sum_of_squares(a.ravel())
    above = np.triu_indices(n, 1)
    for _ in range(MAX_SWEEPS):
        if sum_of_squares(a[above]) <= tolerance:
            break
        for p in range(n - 1):
            for q in range(p + 1, n):
                rotate(a, vectors, p, q)
    else:
        raise ArithmeticError(f"The eigenvalues did not converge in {MAX_SWEEPS} sweeps.")
    order = np.argsort(-a.diagonal(), kind="stable")
    vectors = vectors[order]
    largest = vectors[np.arange(n), np.abs(vectors).argmax(1)]
    return a.diagonal()[order], vectors * np.where(largest < 0, -1.0, 1.0)[:, None]


def rotate(a, vectors, p, q):
    """One rotation in the plane of p and q that zeroes a[p, q] (Golub and Van Loan, 8.5)."""
    apq = a[p, q]
    if apq == 0:
        return
    theta = (a[q, q] - a[p, p]) / (2 * apq)
    magnitude = 1 / (abs(theta) + np.sqrt(theta * theta + 1))
    t = -magnitude if theta < 0 else magnitude
    c = 1 / np.sqrt(t * t + 1)
    s = t * c
    app, aqq = a[p, p] - t * apq, a[q, q] + t * apq
    for rows in (a, vectors):
        x, y = rows[p].copy(), rows[q].copy()
        rows[p], rows[q] = c * x - s * y, s * x + c * y
    a[:, p], a[:, q] = a[p], a[q]
    a[p, p], a[q, q], a[p, q], a[q, p] = app, aqq, 0, 0


def sum_of_squares(values):
    """Adds the squares in order: numpy's own sum is pairwise, which rounds differently."""
    return np.cumsum(values * values)[-1]
