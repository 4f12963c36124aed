"""Which matrix products a processor is given."""

import os
import subprocess
import sys

import pytest

from gwanje import processor

WIDE = "fpu avx2 avx512f avx512dq avx512cd avx512bw avx512vl"


def listed(vendor, flags):
    one = f"processor\t: 0\nvendor_id\t: {vendor}\nflags\t\t: {flags}\nbugs\t\t: none\n\n"
    return one + one.replace(": 0", ": 1")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (listed("AuthenticAMD", WIDE), {"OPENBLAS_CORETYPE": "SkylakeX"}),
        (listed("AuthenticAMD", WIDE.replace("avx512vl", "")), {}),
        (listed("AuthenticAMD", "fpu avx2"), {}),
        (listed("GenuineIntel", WIDE), {}),
        ("Processor : ARM\n", {}),
        ("", {}),
    ],
)
def test_only_what_is_taken_for_an_older_one_is_told(text, told):
    assert processor.matrix_kernels(text) == told


def test_no_list_of_processors_is_nothing_to_say(monkeypatch, tmp_path):
    monkeypatch.setattr(processor, "PROCESSORS", tmp_path / "none")
    assert processor.matrix_kernels() == {}


SAY = "import os{before}; import gwanje; print(os.environ.get('OPENBLAS_CORETYPE'))"


@pytest.mark.parametrize(
    ("before", "environment", "told"),
    [
        ("", {}, processor.matrix_kernels().get("OPENBLAS_CORETYPE")),
        (", numpy", {}, None),
        ("", {"OPENBLAS_CORETYPE": "Haswell"}, "Haswell"),
    ],
)
def test_it_is_said_before_numpy_and_never_over_somebodys_word(before, environment, told):
    clean = {name: value for name, value in os.environ.items() if name != "OPENBLAS_CORETYPE"}
    done = subprocess.run(
        [sys.executable, "-c", SAY.format(before=before)],
        capture_output=True,
        text=True,
        check=True,
        env=clean | environment,
    )
    assert done.stdout.strip() == str(told)
