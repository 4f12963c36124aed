"""Say in plain words what this machine lacks before `make` begins: a Python in range, and the module that makes venvs."""

import sys


def main() -> int:
    """Return 0 where `python -m venv` will work, else print the remedy and return 1."""
    here = ".".join(str(part) for part in sys.version_info[:3])
    if not (3, 11) <= sys.version_info[:2] <= (3, 14):
        print("gwanje needs Python 3.11 to 3.14; this is Python %s (%s)." % (here, sys.executable))
        print("Remedy: install one of those and run `make today PYTHON=python3.12`.")
        return 1
    try:
        import ensurepip  # noqa: F401 - its absence is the question
    except ImportError:
        print(
            "Python %s (%s) cannot make a virtual environment: the module ensurepip is missing."
            % (here, sys.executable)
        )
        print(
            "Remedy: install the package python3-venv (on Debian: apt-get install python3-venv), then run make again."
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
