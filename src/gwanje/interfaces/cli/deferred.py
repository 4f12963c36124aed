"""Commands that are imported when they are asked for."""

from collections.abc import Callable, Iterator, MutableMapping

import click


class DeferredCommands(MutableMapping[str, click.Command]):
    """Commands by name, each imported when it is asked for, so that none waits for what only the others need.

    The imports are written out where a group is made: whoever checks the floors sees every one of them (docs/adr/0009).
    """

    def __init__(self, **opened: Callable[[], click.Command]) -> None:
        self._opened = opened

    def __getitem__(self, name: str) -> click.Command:
        """The command, imported now."""
        return self._opened[name]()

    def __setitem__(self, name: str, command: click.Command) -> None:
        """Add a command that is imported already."""
        self._opened[name] = lambda: command

    def __delitem__(self, name: str) -> None:
        """Take a command away."""
        del self._opened[name]

    def __iter__(self) -> Iterator[str]:
        """The names; nothing is imported."""
        return iter(self._opened)

    def __len__(self) -> int:
        """How many there are; nothing is imported."""
        return len(self._opened)
