"""Writes the .npy and .mtx files beside it, with NumPy and SciPy as the other party. Run by hand; tests read the committed files."""
import io
import pathlib

import numpy as np
import scipy.io

here = pathlib.Path(__file__).parent
base = np.array([[1.5, -2.25, 3.0], [1e-300, 6.02e23, -0.0]])
for name, array in {
    "f8_c": base,
    "f8_fortran": np.asfortranarray(base),
    "f8_big": base.astype(">f8"),
    "f4_c": base[:1].astype("<f4"),
    "f4_big": base[:1].astype(">f4"),
    "i4": np.array([[1, -2], [2147483647, -2147483648]], "<i4"),
    "i8_big": np.array([[1, -2], [2**53, -(2**62)]], ">i8"),
    "i8_inexact": np.array([[1, 2**53 + 1]], "<i8"),
    "u8": np.array([2**63, 7], "<u8"),
    "vector": np.array([1.0, 2.0, 3.0]),
    "empty": np.zeros((0, 3)),
    "scalar": np.array(1.0),
    "cube": np.zeros((2, 2, 2)),
    "complex": np.zeros((2, 2), complex),
    "strings": np.array([["a", "b"]]),
    "structured": np.zeros(2, [("a", "f8"), ("b", "i4")]),
}.items():
    np.save(here / f"{name}.npy", array)
np.save(here / "object.npy", np.array([[1, None]], object), allow_pickle=True)
for version in (2, 3):
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, base, version=(version, 0))
    (here / f"version{version}.npy").write_bytes(buffer.getvalue())

dense = np.array([[4.0, 1.0, 2.0], [1.0, 5.0, 0.5], [2.0, 0.5, 6.0]])
scipy.io.mmwrite(here / "general.mtx", base, symmetry="general")
scipy.io.mmwrite(here / "symmetric.mtx", dense)
scipy.io.mmwrite(here / "skew.mtx", np.array([[0.0, -1.5, 2.0], [1.5, 0.0, -4.0], [-2.0, 4.0, 0.0]]))
scipy.io.mmwrite(here / "coordinate.mtx", scipy.sparse.coo_matrix(dense), symmetry="symmetric")
