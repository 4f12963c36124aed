"""Solving with I - A: factored once, refined, checked; a few changed rows or columns need no second factorisation."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.linalg import lapack

from gwanje.foundation.errors import RefusedInputError
from gwanje.impact.nodes import Floats

RESIDUAL = 1e-10
UPDATE_UP_TO = 0.25
NO_DIGITS_LEFT = np.finfo(np.float64).tiny / RESIDUAL


@dataclass(frozen=True, eq=False)
class LeontiefSystem:
    """I - A as LU factors beside A itself, which residuals are taken with."""

    coefficients: Any
    lu: Any
    pivots: Any

    @classmethod
    def of(cls, coefficients: Any) -> "LeontiefSystem":
        """Factor I - A; a system without one answer, or too close to that, is refused."""
        size = coefficients.shape[0]
        full = np.empty((size, size), order="F")
        full[:] = coefficients.toarray() if sparse.issparse(coefficients) else coefficients
        np.negative(full, out=full)
        full[np.diag_indices(size)] += 1.0
        norm = float(np.abs(full).sum(axis=0).max())
        lu, pivots, singular = lapack.dgetrf(full, overwrite_a=1)
        condition = 0.0 if singular else float(lapack.dgecon(lu, norm)[0])
        if not condition > size * np.finfo(np.float64).eps:
            raise _no_single_answer(condition)
        return cls(coefficients, lu, pivots)

    def __len__(self) -> int:
        return int(self.coefficients.shape[0])

    def solve(self, right_hand: Floats, *, transposed: bool = False) -> Floats:
        """The solution of (I - A) y = b, or of (I - A)' y = b, refined once and checked against its residual."""
        found = self._once(right_hand, transposed)
        found += self._once(right_hand - self.apply(found, transposed=transposed), transposed)
        _refuse_residual(right_hand - self.apply(found, transposed=transposed), right_hand, found)
        return found

    def apply(self, vectors: Any, *, transposed: bool = False) -> Floats:
        """(I - A) y, or (I - A)' y."""
        table = self.coefficients.T if transposed else self.coefficients
        applied: Floats = vectors - table @ vectors
        return applied

    def inverse(self) -> Floats:
        """L = (I - A)^-1, every column; checked on two vectors, because residuals of all columns cost more than L."""
        room, _ = lapack.dgetri_lwork(len(self))
        found, _ = lapack.dgetri(self.lu, self.pivots, lwork=int(room))
        probes = np.ones((len(self), 2))
        probes[1::2, 1] = -1.0
        answer: Floats = np.ascontiguousarray(found)
        _refuse_residual(probes - self.apply(answer @ probes), probes, answer @ probes)
        return answer

    def _once(self, right_hand: Floats, transposed: bool) -> Floats:  # noqa: FBT001 - private
        found, _ = lapack.dgetrs(self.lu, self.pivots, right_hand, trans=int(transposed))
        answer: Floats = found.reshape(right_hand.shape)
        return answer

    def solve_changed(self, left: Any, right: Any, right_hand: Floats, *, transposed: bool = False) -> Floats:
        """The solution of (I - A + left right) y = b, or of ((I - A)' + left right) y = b.

        Few changed rows or columns go by the formula of Sherman, Morrison and Woodbury; many are factored anew.
        """
        rank = left.shape[1]
        if rank > UPDATE_UP_TO * len(self):
            change = left @ right
            change = change.T if transposed else change
            changed = LeontiefSystem.of(sparse.csr_array(self.coefficients - change))
            return changed.solve(right_hand, transposed=transposed)
        before = self.solve(right_hand, transposed=transposed)
        columns = self.solve(_full(left), transposed=transposed)
        core = np.eye(rank) + np.asarray(right @ columns)
        found = before - columns @ _small_solution(core, np.asarray(right @ before))
        residual = right_hand - self.apply(found, transposed=transposed) - left @ (right @ found)
        _refuse_residual(residual, right_hand, found)
        return found


def _full(table: Any) -> Floats:
    full: Floats = np.asarray(table.toarray() if sparse.issparse(table) else table, dtype=np.float64)
    return full


def _small_solution(core: Floats, right_hand: Floats) -> Floats:
    try:
        answer: Floats = np.asarray(np.linalg.solve(core, right_hand), dtype=np.float64)
    except np.linalg.LinAlgError as fault:
        raise _no_single_answer(0.0) from fault
    return answer


def _refuse_residual(residual: Floats, right_hand: Floats, found: Floats) -> None:
    scale = float(np.abs(right_hand).max(initial=0.0)) + float(np.abs(found).max(initial=0.0))
    worst = float(np.abs(residual).max(initial=0.0))
    if not worst <= max(RESIDUAL * scale, NO_DIGITS_LEFT):
        raise _no_single_answer(worst / scale if scale else worst)


def _no_single_answer(found: float) -> RefusedInputError:
    return RefusedInputError(
        "The system I - A has no answer that can be relied on",
        expected="an economy with net output in every closed group of industries, and a change that leaves it so",
        found=f"a condition or residual of {found:.3g}",
        remedy="Look for industries whose inputs cost as much as their output is worth, or make the change smaller",
    )
