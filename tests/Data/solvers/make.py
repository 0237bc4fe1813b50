"""Writes solvers.json: problems and the answers of SciPy and scikit-learn (float64), for the direct solvers' tests.

Run with Debian's python3 (NumPy 1.24.2, SciPy 1.10.1, scikit-learn 1.2.1):  python3 make.py > solvers.json
"""

import json
import sys

import numpy as np
from scipy.linalg import lapack
from scipy.odr import ODR, Data, Model
from scipy.optimize import linprog, lsq_linear, nnls
from sklearn.linear_model import LinearRegression, Ridge, RidgeCV, lasso_path

rng = np.random.default_rng(20261121)
items = []


def item(kind, a, b, **answers):
    plain = {key: np.asarray(value).tolist() for key, value in answers.items()}
    items.append({"kind": kind, "a": a.tolist(), "b": np.asarray(b).tolist(), **plain})


for m, n in [(20, 6), (8, 8), (6, 14)]:
    a, b = rng.standard_normal((m, n)), rng.standard_normal(m)
    item("nnls", a, b, x=nnls(a, b)[0], bounded=lsq_linear(a, b, (0, np.inf), method="bvls", tol=1e-14).x)

    lam = 0.7
    item("ridge", a, b, lam=lam, x=Ridge(alpha=lam, fit_intercept=False, solver="svd").fit(a, b).coef_)

    alphas = np.array([20.0, 3.0, 0.5])
    for intercept in [False, True]:
        cv = RidgeCV(alphas=alphas, fit_intercept=intercept, store_cv_values=True).fit(a, b)
        item("ridge path", a, b, intercept=intercept, lambdas=alphas, loo=cv.cv_values_.mean(axis=0), best=cv.alpha_, x=cv.coef_, constant=cv.intercept_)

    lambdas = np.max(np.abs(a.T @ b)) * np.array([0.5, 0.1, 0.02])
    _, coefs, _ = lasso_path(a, b, alphas=lambdas / m, tol=1e-14, max_iter=1000000)
    item("lasso", a, b, lambdas=lambdas, x=coefs.T)

    w = rng.uniform(0.1, 5, m)
    if m > n:
        fit = LinearRegression().fit(a, b, sample_weight=w)
        item("weighted", a, b, weights=w, x=fit.coef_, constant=fit.intercept_)

    if m >= n - 2:
        c, d = rng.standard_normal((2, n)), rng.standard_normal(2)
        x = lapack.dgglse(a, c, b, d)[3]
        item("constrained", a, b, c=c, d=d, x=x)

a = rng.standard_normal((10, 30))
b = a[:, :3] @ np.array([1.0, -2.0, 0.5]) + 0.3 * rng.standard_normal(10)
lp = linprog(np.ones(60), A_eq=np.hstack([a, -a]), b_eq=b, method="highs-ds", options={"dual_feasibility_tolerance": 1e-10, "primal_feasibility_tolerance": 1e-10})
item("basis pursuit", a, b, norm=lp.fun, x=lp.x[:30] - lp.x[30:])

a = rng.standard_normal((40, 3))
truth = np.array([1.5, -0.5, 2.0])
b = a @ truth + 0.1 * rng.standard_normal(40)
a = a + 0.1 * rng.standard_normal(a.shape)
odr = ODR(Data(a.T, b), Model(lambda beta, x: beta @ x), beta0=truth, sstol=1e-15, partol=1e-15, maxit=1000)
v = np.linalg.svd(np.column_stack([a, b]))[2][-1]
item("total", a, b, x=-v[:3] / v[3], odr=odr.run().beta)

json.dump(items, sys.stdout, indent=None, separators=(",", ":"))
