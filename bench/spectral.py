#!/usr/bin/env python3
"""Times SciPy's eigsh and svds (ARPACK) and `FastBias.Bench spectral` on the same matrices, one thread each.

The two take turns, and the best time of each counts: what else the machine does then harms both alike.

    OPENBLAS_NUM_THREADS=1 /usr/bin/python3 bench/spectral.py [folder for the matrices]

Build the bench first: dotnet build bench/FastBias.Bench -c Release
"""
import json
import os
import subprocess
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np
from scipy.sparse.linalg import eigsh, svds

BENCH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "FastBias.Bench", "bin", "Release", "net10.0", "FastBias.Bench.dll")


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def ours(path, method):
    command = ["dotnet", BENCH, "spectral", path, "--method", method, "--repeats", "8"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def matrices():
    random = np.random.default_rng(1)
    g = random.standard_normal((2000, 2000))
    yield "random symmetric 2000x2000", "eig", (g + g.T) / 2
    tall = random.standard_normal((20000, 500)) * (np.arange(1, 501) ** -0.5)
    yield "column scales j^-1/2, 20000x500", "svd", tall
    q, _ = np.linalg.qr(random.standard_normal((2000, 2000)))
    yield "eigenvalues 1/k, 2000x2000", "eig", (q * np.arange(1, 2001) ** -1.0) @ q.T


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else "/tmp"
    os.makedirs(folder, exist_ok=True)
    print("| matrix | SciPy (ARPACK), s | FastBias, s | ratio | largest difference of the values / the largest |\n|---|---|---|---|---|")
    for name, method, a in matrices():
        path = os.path.join(folder, "fastbias-spectral.npy")
        np.save(path, a)
        theirs, mine = [], []
        for _ in range(3):
            theirs += [timed(lambda: eigsh(a, 6)[0] if method == "eig" else svds(a, 6)[1]) for _ in range(2)]
            mine.append(ours(path, method))
        seconds, values = min(theirs, key=lambda run: run[0])
        fastest = min(run["seconds"] for run in mine)
        largest = np.sort(np.abs(np.array(mine[0]["values"].split(), dtype=float)))
        difference = np.max(np.abs(np.sort(np.abs(values)) - largest)) / largest[-1]
        print(f"| {name} | {seconds:.3f} | {fastest:.3f} | {seconds / fastest:.2f} | {difference:.1e} |")
        os.remove(path)


if __name__ == "__main__":
    main()
