#!/usr/bin/env python3
"""Writes the vectors of NumPy's two streams and of the elementary functions that the tests beside it read.

    /usr/bin/python3 tests/FastBias.Lab.Tests/Numerics/Fixtures/make.py

Made with NumPy 1.24.2, mpmath 1.2.1 and GNU's C library 2.36.
"""
import decimal
import hashlib
import json
import math
import os

import mpmath
import numpy as np

FOLDER = os.path.dirname(os.path.abspath(__file__))
DRAWS = 100_000


def bits(x):
    return hashlib.sha256(np.ascontiguousarray(x).tobytes()).hexdigest()


def legacy_with_rounded_logarithm(seed, count):
    """The same normal numbers with the correctly rounded logarithm."""
    random = np.random.RandomState(seed)
    values = []
    while len(values) < count:
        while True:
            u, v = 2 * random.random_sample() - 1, 2 * random.random_sample() - 1
            s = u * u + v * v
            if 0 < s < 1:
                break
        factor = math.sqrt(-2 * float(decimal.Decimal(s).ln()) / s)
        values += [factor * v, factor * u]
    return np.array(values[:count])


def legacy():
    vectors = []
    for seed in [0, 1, 42, 1234, 4294967295]:
        r = np.random.RandomState(seed)
        entry = {"seed": seed, "bits": [int(x) for x in r.randint(0, 2**32, 4, dtype=np.uint32)]}
        r = np.random.RandomState(seed)
        entry["uniform"] = r.random_sample(4).tolist()
        entry["uniform_sha256"] = bits(np.random.RandomState(seed).random_sample(DRAWS))
        entry["normal"] = np.random.RandomState(seed).randn(5).tolist()
        normal = np.random.RandomState(seed).randn(DRAWS)
        entry["normal_sha256"] = bits(normal)
        exact = legacy_with_rounded_logarithm(seed, DRAWS)
        entry["normal_otherwise_rounded"] = [[int(i), float(normal[i])] for i in np.nonzero(exact != normal)[0]]
        entry["permutation"] = np.random.RandomState(seed).permutation(20).tolist()
        entry["randint"] = np.random.RandomState(seed).randint(-5, 1000, 20).tolist()
        entry["choice"] = np.random.RandomState(seed).choice(50, 8, replace=False).tolist()
        entry["choice_replaced"] = np.random.RandomState(seed).choice(50, 8).tolist()
        r = np.random.RandomState(seed)
        entry["mixed"] = [r.randn(), r.random_sample(), r.randn(), float(r.randint(7)), float(r.permutation(9)[0]), r.randn(), r.uniform(-2, 3)]
        vectors.append(entry)
    return vectors


def pcg64():
    vectors = []
    for seed in [0, 1, 42, 1007, 2**40 + 12345]:
        entry = {"seed": seed, "bits": [str(x) for x in np.random.PCG64(seed).random_raw(4)]}
        entry["uniform"] = np.random.default_rng(seed).random(4).tolist()
        entry["normal"] = np.random.default_rng(seed).standard_normal(5).tolist()
        entry["normal_sha256"] = bits(np.random.default_rng(seed).standard_normal(DRAWS))
        entry["uniform_sha256"] = bits(np.random.default_rng(seed).random(DRAWS))
        entry["permutation"] = np.random.default_rng(seed).permutation(21).tolist()
        entry["integers"] = np.random.default_rng(seed).integers(-5, 1000, 21).tolist()
        entry["wide_integers"] = [str(x) for x in np.random.default_rng(seed).integers(-(2**60), 3 * 2**60, 6)]
        entry["integers_sha256"] = bits(np.random.default_rng(seed).integers(0, 3_000_000_000, DRAWS))
        r = np.random.default_rng(seed)
        entry["mixed"] = [float(r.integers(0, 10)), r.random(), float(r.integers(0, 10)), r.standard_normal(), float(r.integers(0, 2**40)), float(r.permutation(9)[0]), r.uniform(-2, 3)]
        vectors.append(entry)
    return vectors


def elementary():
    """Arguments over each function's range, and the function at 400 bits, rounded."""
    mpmath.mp.prec = 400
    random = np.random.RandomState(7)

    def spread(low, high, count=60):
        return np.concatenate([random.uniform(low, high, count), random.uniform(-1, 1, 20) * min(1, high)])

    wide = np.exp(random.uniform(-600, 600, 60))
    cases = {
        "Exp": (mpmath.exp, np.concatenate([spread(-745, 709), spread(-1, 1)])),
        "Log": (mpmath.log, np.concatenate([wide, 1 + random.uniform(-0.3, 0.4, 60), [5e-324, 1e-310, 1.7976931348623157e308]])),
        "LogRounded": (mpmath.log, np.concatenate([wide, random.uniform(0, 1, 60), 1 + random.uniform(-0.3, 0.4, 60), [5e-324, 1e-310]])),
        "Log1P": (mpmath.log1p, np.concatenate([spread(-0.999, 5), wide, random.uniform(-1, 1, 30) * 1e-9])),
        "ExpM1": (mpmath.expm1, np.concatenate([spread(-40, 700), spread(-2, 2), random.uniform(-1, 1, 30) * 1e-9])),
        "Sin": (mpmath.sin, np.concatenate([spread(-7, 7), wide, random.uniform(-1e6, 1e6, 40), [math.pi, 22.0, 6381956970095103.0 * 2.0**797, 355.0, 1e22]])),
        "Cos": (mpmath.cos, np.concatenate([spread(-7, 7), wide, random.uniform(-1e6, 1e6, 40), [math.pi / 2, 11.0, 6381956970095103.0 * 2.0**797, 1e22]])),
        "Tanh": (mpmath.tanh, np.concatenate([spread(-3, 3), spread(-22, 22), random.uniform(-1, 1, 30) * 1e-9])),
        "Erf": (mpmath.erf, np.concatenate([spread(-6, 6), spread(-1, 1)])),
        "Erfc": (mpmath.erfc, np.concatenate([spread(-6, 26), spread(-1, 3)])),
        "NormalCdf": (mpmath.ncdf, np.concatenate([spread(-37, 9), spread(-3, 3)])),
    }
    result = {name: [[float(x), float(function(mpmath.mpf(float(x))))] for x in arguments] for name, (function, arguments) in cases.items()}
    powers = [(float(x), float(y)) for x, y in zip(np.exp(random.uniform(-20, 20, 80)), random.uniform(-30, 30, 80))] + [(10.0, -300.0), (1.0000001, 1e9), (-3.0, 5.0), (-3.0, 6.0), (2.0, 0.5)]
    result["Pow"] = [[x, y, float(mpmath.power(mpmath.mpf(x), mpmath.mpf(y)))] for x, y in powers]
    return result


def main():
    for name, content in [("legacy", legacy()), ("pcg64", pcg64()), ("elementary", elementary())]:
        with open(os.path.join(FOLDER, name + ".json"), "w", encoding="utf-8") as file:
            json.dump(content, file, indent=0)
            file.write("\n")


if __name__ == "__main__":
    main()
