#!/usr/bin/env python3
"""Times the sweep of test error over the number of training rows (experiment double-descent) in NumPy: the same data, numbers of rows and repeats.

    OPENBLAS_NUM_THREADS=1 /usr/bin/python3 bench/subset_sweep.py [folder with the data that are not shipped] [repeats] [processes]

For each random order of the rows and each N: numpy.linalg.lstsq on the first N rows, the mean squared error on all others. With two processes each does half of the repeats.
The other side is `double-descent` with spectrum-repeats=2 (NumPy computes no singular values here besides those inside lstsq), second run in one process; see perf-baselines.
"""
import csv
import multiprocessing
import os
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "..", "shared", "data")
REPEATS = int(sys.argv[2]) if len(sys.argv) > 2 else 200
PROCESSES = int(sys.argv[3]) if len(sys.argv) > 3 else 1


def load(name):
    if name == "synthetic":
        random = np.random.default_rng(1)
        x = random.standard_normal((2000, 30))
        w = random.standard_normal(30)
        return x, x @ (w / np.linalg.norm(w)) + 0.5 * random.standard_normal(2000)
    if name == "diabetes":
        table = np.loadtxt(os.path.join(ROOT, "data", "diabetes.csv"), delimiter=",", skiprows=1)
    elif name == "california":
        longitude, latitude, age, rooms, bedrooms, population, households, income, value = np.loadtxt(os.path.join(FOLDER, "california_housing.csv"), delimiter=",", skiprows=1).T
        table = np.column_stack([income, age, rooms / households, bedrooms / households, population, population / households, latitude, longitude, value])
    else:
        with open(os.path.join(FOLDER, "who_life_expectancy.csv"), encoding="utf-8") as file:
            table = np.array([row[2:18] + [row[20]] for row in list(csv.reader(file))[1:]], float)
    table = (table - table.mean(0)) / table.std(0)
    return table[:, :-1], table[:, -1]


def grid(dimension, rows, sizes=60, largest=200):
    """As SweepSpec.Grid."""
    largest = min(largest, rows // 2)
    dense = min(3 * dimension // 2, largest)
    far = np.round(np.exp(np.linspace(np.log(dense), np.log(largest), max(2, sizes - dense)))).astype(int)
    return sorted(set(range(1, dense + 1)) | set(far.tolist()) | {min(2 * dimension, largest), min(100, largest), largest})


def sweep(name, seed, repeats):
    x, y = load(name)
    sizes = grid(x.shape[1], len(y))
    random = np.random.default_rng(seed)
    errors = np.empty((repeats, len(sizes)))
    start = time.perf_counter()
    for r in range(repeats):
        order = random.permutation(len(y))
        for i, n in enumerate(sizes):
            train, test = order[:n], order[n:]
            beta = np.linalg.lstsq(x[train], y[train], rcond=None)[0]
            errors[r, i] = np.mean((x[test] @ beta - y[test]) ** 2)
    return errors, sizes, time.perf_counter() - start


def main():
    for name in ["synthetic", "diabetes", "california", "who"]:
        try:
            start = time.perf_counter()
            if PROCESSES == 1:
                parts = [sweep(name, 1, REPEATS)]
            else:
                with multiprocessing.Pool(PROCESSES) as pool:
                    parts = pool.starmap(sweep, [(name, 1 + p, REPEATS // PROCESSES) for p in range(PROCESSES)])
            seconds = max(part[2] for part in parts)
            errors, sizes = np.vstack([part[0] for part in parts]), parts[0][1]
            dimension = load(name)[0].shape[1]
            medians = {n: float(np.median(errors[:, sizes.index(n)])) for n in (dimension // 2, dimension, 2 * dimension, 100)}
            print(f"{name}: {len(sizes)} sizes x {len(errors)} repeats, {PROCESSES} process(es): {seconds:.3f} s; medians " + ", ".join(f"N={n}: {value:.4g}" for n, value in medians.items()), flush=True)
        except OSError as error:
            print(f"{name}: left out, {error}")


if __name__ == "__main__":
    main()
