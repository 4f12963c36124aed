"""That the engine's tests run without content is itself seen."""

import importlib

import pytest


@pytest.mark.parametrize("package", ["gwanje_korea", "gwanje_world", "gwanje_korea.content"])
def test_no_content_can_be_imported_here(package):
    with pytest.raises(ModuleNotFoundError, match="is not installed here"):
        importlib.import_module(package)


def test_no_content_is_opened_unless_it_is_named(tmp_path):
    from gwanje.assembly import settings_from_environment

    assert settings_from_environment().packages == ()
