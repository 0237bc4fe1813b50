"""Writes the fixtures beside it with NumPy, scikit-learn and exact rational arithmetic. Run by hand; tests read the committed files."""
import json
import pathlib
from fractions import Fraction

import numpy as np
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.preprocessing import StandardScaler

here = pathlib.Path(__file__).parent
rng = np.random.default_rng(20260101)


def with_singular_values(m, n, sigma):
    u = np.linalg.qr(rng.standard_normal((m, len(sigma))))[0]
    v = np.linalg.qr(rng.standard_normal((n, len(sigma))))[0]
    return (u * sigma) @ v.T


for name, m, n, rank, kappa, rhs in [
    ("tall", 40, 12, 12, 1e2, 0), ("tall_hard", 60, 10, 10, 1e4, 0), ("square", 20, 20, 20, 1e4, 0),
    ("wide", 12, 40, 12, 1e2, 0), ("wide_hard", 15, 33, 15, 1e4, 3),
    ("deficient", 40, 15, 9, 1e2, 0), ("deficient_wide", 18, 30, 7, 1e4, 2),
]:
    a = with_singular_values(m, n, np.geomspace(1, 1 / kappa, rank))
    x = rng.standard_normal((n, rhs) if rhs else n)
    b = a @ x + 1e-3 * rng.standard_normal((m, rhs) if rhs else m)
    np.save(here / f"{name}.a.npy", a)
    np.save(here / f"{name}.b.npy", b)
    np.save(here / f"{name}.x.npy", np.linalg.lstsq(a, b, rcond=max(m, n) * np.finfo(float).eps)[0])

table = np.genfromtxt(here / "../../../data/diabetes.csv", delimiter=",", names=True)
columns = list(table.dtype.names[:-1])
x = np.column_stack([table[c] for c in columns])
y = table["target"]


def exact(x, y):
    """Least squares with an intercept in exact rationals: coefficients (intercept last), standard errors, leverages, R2."""
    rows = [[Fraction(v) for v in row] + [Fraction(1)] for row in x.tolist()]
    target = [Fraction(v) for v in y.tolist()]
    n = len(rows[0])
    gram = [[sum(r[i] * r[j] for r in rows) for j in range(n)] + [Fraction(int(i == j)) for j in range(n)] for i in range(n)]
    for k in range(n):
        pivot = gram[k][k]
        gram[k] = [v / pivot for v in gram[k]]
        for i in range(n):
            if i != k:
                f = gram[i][k]
                gram[i] = [u - f * v for u, v in zip(gram[i], gram[k])]
    inverse = [row[n:] for row in gram]
    moment = [sum(r[i] * t for r, t in zip(rows, target)) for i in range(n)]
    beta = [sum(inverse[i][j] * moment[j] for j in range(n)) for i in range(n)]
    residual = [t - sum(u * b for u, b in zip(r, beta)) for r, t in zip(rows, target)]
    rss = sum(e * e for e in residual)
    mean = sum(target) / len(target)
    tss = sum((t - mean) ** 2 for t in target)
    s2 = float(rss / (len(rows) - n))
    leverage = [float(sum(r[i] * inverse[i][j] * r[j] for i in range(n) for j in range(n))) for r in rows]
    return [float(b) for b in beta], [(s2 * float(inverse[i][i])) ** 0.5 for i in range(n)], leverage, float(1 - rss / tss)


linear = LinearRegression().fit(x, y)
scaled = StandardScaler().fit_transform(x)
standard = LinearRegression().fit(scaled, y)
ridge = Ridge(alpha=10.0, solver="svd").fit(scaled, y)
raw_ridge = Ridge(alpha=10.0, solver="svd").fit(x, y)
plain = LinearRegression(fit_intercept=False).fit(x, y)
beta, errors, leverage, r2 = exact(x, y)
model = lambda m, z: {"coefficients": m.coef_.tolist(), "intercept": float(m.intercept_), "rSquared": m.score(z, y)}
(here / "diabetes.json").write_text(json.dumps({
    "names": columns,
    "linear": model(linear, x),
    "standardized": model(standard, scaled),
    "ridge10Standardized": model(ridge, scaled),
    "ridge10": model(raw_ridge, x),
    "noIntercept": model(plain, x),
    "exact": {"coefficients": beta[:-1], "intercept": beta[-1], "standardErrors": errors, "largestLeverage": max(leverage),
              "largestLeverageRow": 1 + int(np.argmax(leverage)), "rSquared": r2},
}, indent=1) + "\n")
