"""The engine knows no country: its own tests run as if no content were installed."""

import sys
from collections.abc import Iterator

import pytest

PACKAGED = ("gwanje_world", "gwanje_korea")


class Gone:
    """Finds nothing where the packaged content would be."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.split(".")[0] in PACKAGED:
            raise ModuleNotFoundError(f"{name} is not installed here", name=name)


@pytest.fixture(scope="module", autouse=True)
def without_packaged_content(request: pytest.FixtureRequest) -> Iterator[None]:
    """A module that needs the content says so with the mark `korea`."""
    if request.node.get_closest_marker("korea"):
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in sys.modules if name.split(".")[0] in PACKAGED]:
            patch.delitem(sys.modules, name)
        patch.setenv("GWANJE_CONTENT_PACKAGES", "")
        sys.meta_path.insert(0, Gone)
        yield
        sys.meta_path.remove(Gone)
