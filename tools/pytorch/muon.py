"""Muon's orthogonalisation of an update (recipes 2.4)."""

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
ITERATIONS = 3


def orthogonalise(update):
    """Newton-Schulz on an update [rows, columns] over its Frobenius norm; singular values end roughly in 0.5 to 1.5."""
    a, b, c = COEFFICIENTS
    x = update / (update.norm() + 1e-7)
    tall = x.shape[0] > x.shape[1]
    if tall:
        x = x.t()
    for _ in range(ITERATIONS):
        gram = x @ x.t()
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.t() if tall else x
