"""Write docs/reference from the code: commands, errors, calculation cards. With --check nothing is written.

The pages are made from what runs: the click commands, the exception classes, the docstrings of the rooms that
calculate. The same code gives the same bytes on every supported Python, so a stale page is a difference anybody
can see.

Usage: python tools/write_reference.py [--check]
"""

import argparse
import ast
import importlib
import inspect
import pkgutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

import click

import gwanje
from gwanje import impact, watch
from gwanje.foundation.errors import GwanjeError
from gwanje.impact import ario, cascade, exposure, regions, scenarios, tariffs
from gwanje.interfaces.cli.main import gwanje as command_line
from gwanje.watch import criticality, distress

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
MADE = "<!-- Written by tools/write_reference.py from the code; `make docs` writes it again. -->"
HEADINGS = ("Shapes and units", "Source", "Differs", "Raises", "Example")
_WIDTH = 110


def pages() -> dict[str, str]:
    """Every page by its file name."""
    return {"commands.md": commands_page(), "errors.md": errors_page(), "calculations.md": calculations_page()}


def commands_page() -> str:
    """Every command with its arguments and options; what all commands share is said once."""
    leaves = [(path, command) for path, command in walk(command_line, ()) if not isinstance(command, click.Group)]
    shared = _shared_options([command for _, command in leaves])
    lines = [MADE, "# Commands", "", _help(command_line), "", _contents(leaves), "", "## Options of every command", ""]
    lines += _options_table(_options(leaves[0][1], only=shared))
    lines += ["", "`gwanje` alone has:", "", *_options_table(_options(command_line))]
    lines += ["", "Exit codes: [errors.md](errors.md). How times are read: rules T1 to T7 of `CONVENTION.md`.", ""]
    for path, command in walk(command_line, ()):
        if command is not command_line:
            lines += _command(path, command, shared)
    return "\n".join(lines).rstrip() + "\n"


def walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """A command and everything under it, in the order of their names."""
    here = (*path, command.name or "")
    yield here, command
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from walk(command.commands[name], here)


def _contents(leaves: Sequence[tuple[tuple[str, ...], click.Command]]) -> str:
    rows = [
        f"| [`{' '.join(path)}`](#{'-'.join(path)}) | {_first_sentence(_help(command))} |" for path, command in leaves
    ]
    return "\n".join(["| command | what it answers |", "|---|---|", *rows])


def _command(path: tuple[str, ...], command: click.Command, shared: set[str]) -> list[str]:
    name = " ".join(path)
    lines = [f"{'##' if len(path) == 2 else '###'} {name}", "", _help(command), ""]
    if isinstance(command, click.Group):
        return lines
    pieces = [piece for parameter in command.params for piece in _usage(parameter)]
    lines += ["```", " ".join([name, *pieces, "[OPTIONS]"]), "```", ""]
    own = [option for option in _options(command) if _identity(option) not in shared]
    if own:
        lines += [*_options_table(own), ""]
    return lines


def _usage(parameter: click.Parameter) -> list[str]:
    if isinstance(parameter, click.Option):
        return [f"{parameter.opts[0]} {_metavar(parameter)}"] if parameter.required else []
    word = parameter.human_readable_name if parameter.metavar is None else parameter.metavar
    many = "..." if parameter.nargs == -1 and not word.endswith("...") else ""
    return [f"{word}{many}" if parameter.required else f"[{word}{many}]"]


def _options(command: click.Command, only: set[str] | None = None) -> list[click.Option]:
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    return [option for option in options if only is None or _identity(option) in only]


def _identity(option: click.Option) -> str:
    return repr((option.opts, option.secondary_opts, option.help, option.default, option.multiple, option.type.name))


def _shared_options(commands: Sequence[click.Command]) -> set[str]:
    return set.intersection(*({_identity(option) for option in _options(command)} for command in commands))


def _options_table(options: Sequence[click.Option]) -> list[str]:
    rows = []
    for option in options:
        words = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
        value = "" if option.is_flag else f" {_metavar(option)}"
        notes = [word for word, holds in (("required", option.required), ("may be repeated", option.multiple)) if holds]
        if isinstance(option.default, str | int) and not option.is_flag and option.default != "":
            notes.append(f"default `{option.default}`")
        about = " ".join([_in_a_cell(option.help or ""), *([f"({'; '.join(notes)})"] if notes else [])])
        rows.append(f"| {words}{_in_a_cell(value)} | {about} |")
    return ["| option | meaning |", "|---|---|", *rows]


def _metavar(option: click.Option) -> str:
    if option.metavar:
        return option.metavar
    if isinstance(option.type, click.Choice):
        return "|".join(str(choice) for choice in option.type.choices)
    return {"integer": "N", "integer range": "N", "file": "FILE", "directory": "DIR", "path": "PATH"}.get(
        option.type.name, "TEXT"
    )


def _help(command: click.Command) -> str:
    return inspect.cleandoc(command.help or "")


def _first_sentence(text: str) -> str:
    return _in_a_cell(text.split("\n\n", 1)[0].replace("\n", " "))


def _in_a_cell(text: str) -> str:
    return text.replace("|", "\\|")


def errors_page() -> str:
    """The exceptions that gwanje raises on purpose, as a tree, with exit codes and what each says."""
    modules()
    lines = [MADE, "# Errors", "", _first_paragraph(GwanjeError), ""]
    lines += ["| class | exit code | HTTP status | raised when | where |", "|---|---|---|---|---|"]
    for depth, fault in exceptions(GwanjeError, 0):
        indent = "&nbsp;&nbsp;&nbsp;&nbsp;" * depth
        cells = (f"{indent}`{fault.__name__}`", fault.exit_code, fault.http_status, _first_paragraph(fault))
        lines.append(f"| {' | '.join(map(str, cells))} | `{fault.__module__}` |")
    lines += [
        "",
        "Every message has four parts: what happened and where, what was expected, what was found, and the remedy",
        "(Convention E1). The class carries the exit code; after a refusal nothing is lost (E3). Beyond these, 0 means",
        "done, 1 means attention needed where a command promises it (`gwanje data check`), 2 a command line that could",
        "not be parsed, 130 stopped by the user.",
    ]
    return "\n".join(lines) + "\n"


def modules() -> list[ModuleType]:
    """Every module of the engine but the migrations, which belong to Alembic."""
    found = pkgutil.walk_packages(gwanje.__path__, "gwanje.")
    return [importlib.import_module(module.name) for module in found if ".migrations" not in module.name]


def exceptions(fault: type[GwanjeError], depth: int) -> Iterator[tuple[int, type[GwanjeError]]]:
    """The tree of exceptions, in the order of names."""
    yield depth, fault
    for child in sorted(fault.__subclasses__(), key=lambda one: one.__name__):
        if child.__module__.startswith("gwanje."):
            yield from exceptions(child, depth + 1)


def _first_paragraph(thing: type) -> str:
    return inspect.cleandoc(thing.__doc__ or "").split("\n\n", 1)[0].replace("\n", " ")


ROOMS: dict[str, ModuleType] = {
    "gwanje.watch": watch,
    "gwanje.watch.distress": distress,
    "gwanje.watch.criticality": criticality,
    "gwanje.impact": impact,
    "gwanje.impact.exposure": exposure,
    "gwanje.impact.regions": regions,
    "gwanje.impact.ario": ario,
    "gwanje.impact.scenarios": scenarios,
    "gwanje.impact.cascade": cascade,
    "gwanje.impact.tariffs": tariffs,
}
"""Every door that gives calculations; the names are those of its `__all__`."""


def calculations_page() -> str:
    """The card of every public calculation, and one line for each value it takes or gives, door by door."""
    lines = [MADE, "# Calculations", "", "The equations stand together in [methods.md](../methods.md).", ""]
    for room, module in ROOMS.items():
        names = ", ".join(f"[`{name}`](#{name})" for name in calculations(module))
        lines.append(f"- `{room}`: {names}")
    for room, module in ROOMS.items():
        lines += _room(room, module)
    return "\n".join(lines) + "\n"


def calculations(module: ModuleType) -> dict[str, object]:
    """The public functions of a door by name; those written for Numba are not among them."""
    public = {name: getattr(module, name) for name in module.__all__}
    return {name: thing for name, thing in public.items() if inspect.isfunction(thing)}


def _room(room: str, module: ModuleType) -> list[str]:
    lines: list[str] = []
    for name, function in calculations(module).items():
        card = _card(inspect.getdoc(function) or "")
        lines += ["", f"## {name}", "", f"In `{room}`.", "", "```python", signature(function), "```", "", *card]
    values = {name: getattr(module, name) for name in module.__all__ if inspect.isclass(getattr(module, name))}
    if values:
        lines += ["", f"### Values of `{room}`", "", "| name | what it is |", "|---|---|"]
        lines += [f"| `{name}` | {_in_a_cell(_first_paragraph(value))} |" for name, value in values.items()]
    return lines


def signature(function: object) -> str:
    """The signature as it is written in the source, on one line or one parameter a line."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))  # type: ignore[arg-type]
    found = tree.body[0]
    assert isinstance(found, ast.FunctionDef)
    gives = f" -> {ast.unparse(found.returns)}" if found.returns else ""
    line = f"{found.name}({ast.unparse(found.args)}){gives}"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"{found.name}(", *(f"    {one}," for one in _parameters(found.args)), f"){gives}"])


def _parameters(arguments: ast.arguments) -> list[str]:
    plain = arguments.posonlyargs + arguments.args
    defaults: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults)) + list(arguments.defaults)
    shown = [_parameter(one, default) for one, default in zip(plain, defaults, strict=True)]
    named = [_parameter(one, value) for one, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    return [*shown, *(["*"] if named else []), *named]


def _parameter(argument: ast.arg, default: ast.expr | None) -> str:
    return ast.unparse(argument) + (f" = {ast.unparse(default)}" if default is not None else "")


def _card(text: str) -> list[str]:
    lines: list[str] = []
    inside = ""
    body: list[str] = []
    for line in [*text.splitlines(), "End:"]:
        heading = line.removesuffix(":")
        if line.endswith(":") and (heading in HEADINGS or heading == "End"):
            lines += _section(inside, body)
            inside, body = heading, []
        else:
            body.append(line)
    return lines


def _section(heading: str, body: Sequence[str]) -> list[str]:
    text = textwrap.dedent("\n".join(body)).strip()
    if not heading:
        return [text]
    shown = f"```pycon\n{text}\n```" if heading == "Example" else text
    return ["", f"**{heading}**", "", shown]


def stale() -> list[str]:
    """The pages whose bytes are not what the code says now, and pages nobody writes."""
    made = pages()
    differing = [name for name, text in made.items() if _read(FOLDER / name) != text]
    return differing + sorted(path.name for path in FOLDER.glob("*") if path.name not in made)


def _read(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8") if path.is_file() else None


def main() -> int:
    """Write the pages, or with --check say which are stale."""
    parser = argparse.ArgumentParser(description="Write docs/reference from the code.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a page is stale")
    if parser.parse_args().check:
        differing = stale()
        for name in differing:
            print(f"docs/reference/{name} is not what the code says now; run `make docs` and commit the result")
        return 1 if differing else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_bytes(text.encode("utf-8"))
        print(f"wrote docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
