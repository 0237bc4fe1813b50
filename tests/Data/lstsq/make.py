"""Writes lstsq.txt: problems and the answers of numpy.linalg.lstsq (float64), for LeastSquares' tests.

Format, one item a line:  problem NAME m n p rank / m lines of A / m lines of B / n lines of X.
Run with Debian's python3 (NumPy 1.24.2):  python3 make.py > lstsq.txt
"""

import numpy as np

rng = np.random.default_rng(20240611)


def orthogonal(n, k):
    return np.linalg.qr(rng.standard_normal((n, k)))[0]


def with_condition(m, n, kappa):
    k = min(m, n)
    sigma = kappa ** (-np.arange(k) / max(1, k - 1))
    return orthogonal(m, k) * sigma @ orthogonal(n, k).T


def of_rank(m, n, r):
    # Products of small integers over powers of two: exactly of this rank, also when rounded.
    left = rng.integers(-9, 10, (m, r)) / 8.0
    right = rng.integers(-9, 10, (r, n)) / 8.0
    return left @ right


def write(name, a, p):
    b = rng.standard_normal((a.shape[0], p))
    x, _, rank, _ = np.linalg.lstsq(a, b, rcond=None)
    print(f"problem {name} {a.shape[0]} {a.shape[1]} {p} {rank}")
    for matrix in (a, b, x):
        for row in matrix:
            print(" ".join(repr(float(v)) for v in row))


for kappa in (2.0, 1e2, 1e4):
    write(f"square-{kappa:.0e}", with_condition(9, 9, kappa), 1)
    write(f"tall-{kappa:.0e}", with_condition(30, 8, kappa), 2)
    write(f"wide-{kappa:.0e}", with_condition(7, 25, kappa), 2)
write("gaussian-tall", rng.standard_normal((40, 12)), 1)
write("gaussian-wide", rng.standard_normal((12, 40)), 1)
write("rank-3-tall", of_rank(24, 9, 3), 2)
write("rank-5-square", of_rank(12, 12, 5), 1)
write("rank-4-wide", of_rank(8, 20, 4), 2)
write("rank-1", of_rank(10, 6, 1), 1)
