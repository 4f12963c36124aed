"""What every page shares: templates whose figures open, words that bend with a number, days as people write them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from gwanje.answers.answer import Answer, SourceNote
from gwanje.foundation.instants import known_day
from gwanje.foundation.names import Language
from gwanje.interfaces.paper.labels import Labels, labels

_environment = Environment(
    loader=PackageLoader("gwanje.interfaces.paper"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class PageWords:
    """Labels with the few that bend with a number."""

    catalogue: Labels

    def __getitem__(self, key: str) -> str:
        return self.catalogue[key]

    def count(self, key: str, n: int, **values: Any) -> str:
        """Words about a number: their form for one, or for any other number."""
        return self[f"{key}_{'one' if n == 1 else 'many'}"].format(n=n, **values)

    def countdown(self, days: int) -> str:
        """How many days are left, or have gone by."""
        if days == 0:
            return self["days_left_today"]
        return self.count(f"days_{'left' if days > 0 else 'ago'}", abs(days))


@pass_context
def _behind(context: Context, ids: Iterable[str]) -> str:
    """In one breath what stands behind source ids, of the answer on the page."""
    said: dict[str, SourceNote] = {source.id: source for source in context["answer"].sources}
    return "; ".join(_door(said[id_]) for id_ in ids if id_ in said)


_environment.filters["door"] = _behind


def page_template(name: str) -> Template:
    """A template whose figures open: the filter `door` says what stands behind source ids."""
    return _environment.get_template(name)


def _door(source: SourceNote) -> str:
    parts = [source.publisher, source.title, source.published, source.locator, source.licence]
    return ", ".join(part for part in parts if part) + f" [{source.id}]"


def common(answer: Answer, lang: Language, zone: ZoneInfo, twin: str, sheet: str, css: str = "") -> dict[str, Any]:
    """What the frame of every page is filled with; `sheet` is its own style sheet, `css` rules made for this page."""
    other: Language = "en" if lang == "ko" else "ko"
    return {
        "answer": answer,
        "lang": lang,
        "label": PageWords(labels(lang)),
        "css": Markup(_template_text("tokens.css") + _template_text(sheet) + css),  # noqa: S704 - our own style sheets
        "twin": twin,
        "other": other,
        "other_label": labels(lang)["other_language"],
        "stamp": _stamper(zone),
        "known_stamp": lambda known: f"{known_day(known, zone)}",
        "day_word": day_word(lang),
    }


def _template_text(name: str) -> str:
    return files("gwanje.interfaces.paper").joinpath("templates", name).read_text(encoding="utf-8")


def _stamper(zone: ZoneInfo) -> Callable[[datetime], str]:
    def stamp(moment: datetime) -> str:
        local = moment.astimezone(zone)
        return f"{local.date()}" if (local.hour, local.minute) == (0, 0) else f"{local:%Y-%m-%d %H:%M} {local.tzname()}"

    return stamp


def day_word(lang: Language) -> Callable[[date], str]:
    """How a day is written on pages of a language."""
    return (
        (lambda day: f"{day.year}. {day.month}. {day.day}.") if lang == "ko" else (lambda day: f"{day.day} {day:%b %Y}")
    )


def numbers(sources: Iterable[SourceNote]) -> dict[str, int]:
    """The number of each source in the list at the foot."""
    return {source.id: number for number, source in enumerate(sources, start=1)}


def noted(of: dict[str, int]) -> Callable[[tuple[str, ...]], list[tuple[int, int]]]:
    """Numbers of sources as runs from first to last: 1 to 5, then 7."""

    def runs_of(ids: tuple[str, ...]) -> list[tuple[int, int]]:
        runs: list[tuple[int, int]] = []
        for number in sorted({of[one] for one in ids if one in of}):
            if runs and runs[-1][1] == number - 1:
                runs[-1] = (runs[-1][0], number)
            else:
                runs.append((number, number))
        return runs

    return runs_of
