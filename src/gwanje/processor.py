"""Which compiled matrix products suit this processor; to be said before the first import of NumPy.

OpenBLAS looks at the processor when it is loaded. Some AMD processors with AVX-512 it does not know yet and takes for
older ones, with half of the speed. What they can do stands in their flags, and OpenBLAS lets itself be told.
"""

import os
import sys
from pathlib import Path

VARIABLE = "OPENBLAS_CORETYPE"
WIDE_KERNELS = "SkylakeX"
NEEDED = frozenset({"avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512cd"})
PROCESSORS = Path("/proc/cpuinfo")
_FIRST_PROCESSOR = 8192  # bytes; the others are alike


def matrix_kernels(listed: str | None = None) -> dict[str, str]:
    """What to put into the environment on this processor; nothing where OpenBLAS finds the right kernels itself.

    listed: the text of /proc/cpuinfo, read from the system where it is left out (nothing where there is none).
    """
    told = _listed() if listed is None else listed
    lines = (line.partition(":") for line in told.splitlines())
    facts = {name.strip(): value.strip() for name, _, value in reversed(list(lines))}
    if facts.get("vendor_id") == "AuthenticAMD" and set(facts.get("flags", "").split()) >= NEEDED:
        return {VARIABLE: WIDE_KERNELS}
    return {}


def choose_matrix_kernels() -> None:
    """Say it for this process and those it starts, unless somebody has said something or NumPy is loaded already."""
    if "numpy" not in sys.modules and VARIABLE not in os.environ:  # noqa: TID251 - before NumPy, so before the assembly
        os.environ.update(matrix_kernels())  # noqa: TID251 - see above


def _listed() -> str:
    try:
        with PROCESSORS.open(encoding="utf-8", errors="replace") as file:
            return file.read(_FIRST_PROCESSOR)
    except OSError:
        return ""
