"""Muon's orthogonalisation of an update.

Source: Keller Jordan, https://github.com/KellerJordan/cifar10-airbench, airbench94_muon.py.
"""

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
ITERATIONS = 3


def orthogonalise(update, polynomial=COEFFICIENTS):
    """Newton-Schulz iterations on an update [rows, columns] divided by its Frobenius norm; singular values end up near 0.5 to 1.5."""
    a, b, c = polynomial
    x = update / (update.norm() + 1e-7)
    tall = x.shape[0] > x.shape[1]
    if tall:
        x = x.t()
    for _ in range(ITERATIONS):
        gram = x @ x.t()
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.t() if tall else x
