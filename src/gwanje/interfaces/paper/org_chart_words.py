"""The words of the chart of a reform: finding, names, what happened, affairs, notes; words only, no places."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from gwanje.answers.org_chart import OrgChart
from gwanje.answers.org_charting import Affair, ChartRow, Fate, Happened, Json, Outcome, Succession
from gwanje.foundation.instants import known_day
from gwanje.foundation.names import Language
from gwanje.interfaces.paper.labels import Labels
from gwanje.interfaces.paper.org_chart_text import Run, Style

SMALL = Style("w", 13)
STRONG = Style("s", 13, bold=True)
NOT_READ = "not read"
"""What content says in place of an act that nobody has read."""
_SIZES = {"ministry": 18.0, "office": 17.0, "bureau": 16.0}
_SIZE = 15.5
_SOFT_NAMES = {"provisional", "inferred", "missing"}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_COUNTED = ("new", "moved", "changed_form", "form_and_affairs", "ended")
_MINOR = ("affairs", "other")
_BY_NAME = {"changed_form": "renamed", "form_and_affairs": "renamed_and_affairs"}
_MOST_COUNTS = 3
_MOST_SUCCESSIONS = 2
FAMILIES: dict[Outcome, str] = {
    "established": "new",
    "restored": "known",
    "became_known": "known",
    "moved": "moved",
    "upgraded": "rank",
    "downgraded": "rank",
    "made_permanent": "rank",
    "class_changed": "rank",
    "renamed": "name",
    "gained_affair": "affair",
    "lost_affair": "affair",
    "named_lead": "affair",
    "affair_changed": "affair",
    "abolished": "ended",
    "merged": "ended",
    "split": "ended",
    "ended": "ended",
    "term_ended": "ended",
    "term_extended": "rank",
}
"""The colour of each outcome; anything else is told in words, in quiet ink."""
_OF_AFFAIRS = {"gained_affair", "named_lead"}


def family(fate: Fate | None) -> str:
    """The colour class of a unit: of the weightiest thing that happened to it."""
    return FAMILIES.get(fate.main, "quiet") if fate else "quiet"


def day_words(day: str, lang: Language) -> str:
    """A day as people write it."""
    when = date.fromisoformat(day)
    if lang == "ko":
        return f"{when.year}년 {when.month}월 {when.day}일"
    return f"{when.day} {when:%B} {when.year}"


def known_words(known: datetime, lang: Language, zone: ZoneInfo) -> str:
    """The day by which everything on the chart was public."""
    return day_words(known_day(known, zone).isoformat(), lang)


class ChartWords:
    """The words of one chart in one language."""

    def __init__(self, chart: OrgChart, lang: Language, label: Labels) -> None:
        self._chart = chart
        self._lang = lang
        self._label = label
        roots = [row for side in (chart.before, chart.after) for row in side.rows if row.unit and not row.above]
        self._root_kinds = {row.kind for row in roots}

    def title(self) -> str:
        """The finding, as a sentence with numbers."""
        counts = self._counts()
        gathered = self._begun(", ".join([*self._successions(), *self._gathered()]))
        if not counts and not gathered:
            key = "chart_title_nothing"
            days = (day_words(day, self._lang) for day in (self._chart.earlier, self._chart.later))
            return self._label[key].format(earlier=next(days), later=next(days))
        if not gathered:
            return self._label["chart_title_counts"].format(counts=counts)
        return self._label["chart_title_both"].format(gathered=gathered, counts=counts) if counts else gathered

    def _begun(self, text: str) -> str:
        return text[:1].upper() + text[1:]

    def _successions(self) -> list[str]:
        """Mergers and splits: what several units become, or one."""
        return [self._succession(one) for one in self._told()]

    def _told(self) -> tuple[Succession, ...]:
        return self._chart.successions[:_MOST_SUCCESSIONS]

    def _succession(self, one: Succession) -> str:
        number, kind = len(one.before), self._name(one.kind_names)
        if one.how == "split":
            return self._label["chart_split"].format(kind=kind, n=self._number(len(one.after)))
        key = "chart_merge_new" if one.is_new else "chart_merge_old"
        if number == 1:
            return self._label[f"{key}_one"].format(kind=kind, name=self._name(one.names))
        return self._label[key].format(
            n=self._number(number), level=self._levels(one.levels), name=self._name(one.names)
        )

    def _levels(self, levels: tuple[str, ...]) -> str:
        """The words for several units of one level or of two."""
        words = list(dict.fromkeys(self._level(level) for level in levels))
        return (
            self._label["chart_levels"].format(first=words[0], second=words[1])
            if len(words) == 2
            else (words[0] if len(words) == 1 else self._label["chart_level_unit"])
        )

    def _gathered(self) -> list[str]:
        found = self._chart.gathering
        if found is None:
            return []
        number, level = len(found.moved), self._level(found.moved_level)
        key = "chart_gather_new" if found.is_new else "chart_gather"
        kind, name = self._name(found.kind_names), self._name(found.names)
        return [self._label[key].format(n=self._number(number), level=level, kind=kind, name=name)]

    def _level(self, level: str) -> str:
        key, every = f"chart_level_{level.replace(' ', '_')}", self._label.keys()
        return self._label[key if key in every else "chart_level_unit"]

    def _number(self, number: int) -> str:
        return _NUMBERS[number] if self._lang == "en" and number < len(_NUMBERS) else str(number)

    def _counts(self) -> str:
        """How many units are new, move, change or end, without those the mergers and splits told of."""
        rest = dict(self._chart.counts)
        for one in self._told():
            rest["ended"] -= len(one.before)
            rest["new"] -= len(one.after) if one.is_new else 0
        kinds = [kind for kind in _COUNTED if rest.get(kind, 0) > 0]
        kinds += ["affairs"] if rest.get("affairs") and len(kinds) < _MOST_COUNTS else []
        kinds = kinds or [kind for kind in _MINOR if rest.get(kind) and not self._told()]
        said: list[str] = []
        for kind in kinds:
            by_name = kind in _BY_NAME and rest[kind] == rest.get(_BY_NAME[kind])
            many = "one" if rest[kind] == 1 else "many"
            form = self._label[f"chart_count_{_BY_NAME[kind] if by_name else kind}_{many}"]
            units = "" if said else self._label[f"chart_units_{many}"]
            said.append(form.format(n=f"{rest[kind]}{units}"))
        return ", ".join(said)

    def subtitle(self, zone: ZoneInfo) -> str:
        """Reform, days and what was known."""
        chart, lang = self._chart, self._lang
        reforms = [self._reform(reform) for reform in chart.reforms]
        about = [self._label["chart_focus"].format(unit=self._name(chart.focus["names"]))] if chart.focus else []
        planned = [self._label["chart_planned"]] if chart.planned else []
        known = self._label["chart_known"].format(day=known_words(chart.known, lang, zone))
        return " · ".join([*about, *reforms, *planned, known])

    def _reform(self, reform: Json) -> str:
        act = reform["basis"]["act"][self._lang]
        act = self._label["chart_not_read"] if act == NOT_READ else act
        return self._label["chart_reform"].format(name=self._name(reform["names"]), act=act)

    def head(self, side: str) -> tuple[Run, Run]:
        """The heading of a column: the day, and how many units are known."""
        column = self._chart.before if side == "before" else self._chart.after
        number = self._label["chart_units_known_one" if column.units == 1 else "chart_units_known_many"]
        said = number.format(n=column.units)
        if column.shown < column.units:
            said += self._label["chart_units_drawn"].format(n=column.shown)
        word = self._label[f"chart_{side}"]
        day = f"{word}, {day_words(column.day, self._lang)} "
        return Run(day, Style("h", 18, bold=True)), Run(said, SMALL, "soft")

    def beside_head(self) -> Run:
        """The heading of the words beside the units."""
        return Run(self._label["chart_beside"], SMALL, "soft")

    def name(self, row: ChartRow, fate: Fate | None) -> tuple[Run, ...]:
        """The name of a unit, its kind where the name does not say it, and how sure all this is."""
        said = row.names[self._lang]
        missing = said["status"] == "missing"
        text = self._name(row.names)
        missing_everywhere = missing and all(name["status"] == "missing" for name in row.names.values())
        soft = said["status"] in _SOFT_NAMES
        style = Style(_name_class(row.level, soft=soft), _SIZES.get(row.level, _SIZE), bold=not soft)
        colour = family(fate) + (" soft-name" if soft else "") + (" lent" if missing else "")
        if missing_everywhere:
            return (Run(f"{row.unit} ", style, colour), *self._tags(row, fate))
        return (Run(f"{text} ", style, colour), *self._tags(row, fate, text))

    def _tags(self, row: ChartRow, fate: Fate | None, text: str = "") -> tuple[Run, ...]:
        tags = []
        if row.names[self._lang]["status"] == "missing":
            tags.append(self._label[f"chart_name_missing_{self._lang}"])
        kind = self._name(row.kind_names) if row.kind_names else ""
        if kind and not self._is_said(kind, text) and not self._is_plain_root(row):
            tags.append(kind)
        if row.posts is not None:
            tags.append(self._posts(row))
        if row.link_status != "reported":
            tags.append(self._label[f"chart_place_{row.link_status}"])
        if row.status != "reported" and not any(one.status == row.status for one in (fate.happened if fate else ())):
            tags.append(self._label[f"chart_status_{row.status}"])
        return (Run(", ".join(tag.replace(" ", "\u00a0") for tag in tags), SMALL, "soft"),) if tags else ()

    def _posts(self, row: ChartRow) -> str:
        key = "one" if row.posts == 1 else "many"
        return self._label[f"chart_posts_{'disputed_' if row.posts_disputed else ''}{key}"].format(n=row.posts)

    def _is_plain_root(self, row: ChartRow) -> bool:
        """Whether a unit stands at the top like every other one there: its kind goes without saying."""
        return not row.above and len(self._root_kinds) == 1

    def _is_said(self, kind: str, name: str) -> bool:
        """Whether a name already says what kind of unit it is: the main word of it, in Korean its ending."""
        main = kind.rsplit(" ", maxsplit=1)[-1]
        return name.endswith(main) if self._lang == "ko" else main.casefold() in name.casefold()

    def gap(self, row: ChartRow) -> Run:
        """A link of the chain that nobody reports, or the units that are not drawn."""
        if row.line == "more":
            key = "chart_more_some_change" if row.more_changed else "chart_more"
            form = self._label[f"{key}_{'one' if row.more == 1 else 'many'}"]
            return Run(form.format(n=row.more, changed=row.more_changed), SMALL, "gap")
        if row.level or row.status == "not_standing":
            return Run(row.words[self._lang], SMALL, "gap")
        where = "within" if row.above else "place"
        return Run(self._label[f"chart_{where}_{row.status}"], SMALL, "gap")

    def happened(self, fate: Fate | None) -> list[Run]:
        """What happened to a unit, each in its colour; affairs it now leads are told with its affairs."""
        told = [one for one in (fate.happened if fate else ()) if one.outcome not in _OF_AFFAIRS]
        return _chained([self._happened(one)] for one in told)

    def _happened(self, one: Happened) -> Run:
        colour = FAMILIES.get(one.outcome, "quiet")
        return Run(one.words[self._lang], SMALL if colour == "quiet" else STRONG, colour)

    def ended(self, row: ChartRow, fate: Fate) -> list[list[Run]]:
        """What became of a unit that ended, and where each affair it led has gone: one paragraph each."""
        ways = [one for one in fate.happened if one.outcome != "lost_affair"]
        gone = [Run(self._gone(affair), SMALL, "affair") for affair in row.affairs if affair.part == "lead"]
        return [_chained([self._happened(one)] for one in ways), *([run] for run in gone)]

    def _gone(self, affair: Affair) -> str:
        if affair.elsewhere == "unit":
            to = f"→ {affair.elsewhere_words[self._lang]}"
        else:
            to = self._label[f"chart_after_{affair.elsewhere}"]
        return f"{self._name(affair.names)} {to}"

    def beside(self, row: ChartRow, fate: Fate | None) -> list[Run]:
        """What stands beside a unit on the later day: what happened to it, then its affairs."""
        happened = self.happened(fate)
        return _chained([*([happened] if happened else []), *self.affairs(row, fate, is_later=True)])

    def affairs(self, row: ChartRow, fate: Fate | None, *, is_later: bool) -> list[list[Run]]:
        """The affairs of a unit on a day, grouped by what is said of them."""
        groups: dict[tuple[str, str, str], list[Affair]] = {}
        is_new = family(fate) == "new"
        for affair in (*row.affairs, *row.shares):
            groups.setdefault(self._group(affair, is_later=is_later, is_new=is_new), []).append(affair)
        return [
            [
                Run(
                    self._affairs_line(verb, origin, sure, group),
                    SMALL,
                    "affair" if verb == "chart_now_lead" else "soft",
                )
            ]
            for (verb, origin, sure), group in groups.items()
        ]

    def _group(self, affair: Affair, *, is_later: bool, is_new: bool) -> tuple[str, str, str]:
        """The verb; for an affair that came from elsewhere, where it was before; and whether it is unverified."""
        sure = "" if affair.status == "reported" else f"({self._label[f'chart_status_{affair.status}']})"
        if affair.part != "lead" or affair.stays or not is_later:
            return f"chart_{affair.part}", "", sure
        verb = "chart_lead" if is_new else "chart_now_lead"
        if affair.elsewhere == "unit":
            return verb, self._label["chart_from"].format(name=affair.elsewhere_words[self._lang]), sure
        return verb, self._label[f"chart_before_{affair.elsewhere}"], sure

    def _affairs_line(self, verb: str, origin: str, sure: str, group: Iterable[Affair]) -> str:
        named = "; ".join(self._name(affair.names) for affair in group)
        beside = [part for part in (origin, sure) if part]
        return "\u00a0".join([self._label[verb].format(affairs=named), *beside])

    def _name(self, names: Json) -> str:
        """A name in this language, else in another one."""
        own_first = ("ko", "en", "own") if self._lang == "ko" else ("en", "own", "ko")
        found = (names[one] for one in own_first if one in names and names[one]["status"] != "missing")
        return str(next(found, names[self._lang])["text"])

    def notes(self) -> list[str]:
        """What the chart cannot show as a line: affairs without a lead, changes whose day is not known, sources."""
        chart, label = self._chart, self._label
        sides = [self._without_lead(column.without_lead) for column in (chart.before, chart.after)]
        said = []
        if any(column.without_lead for column in (chart.before, chart.after)):
            said.append(label["chart_without_lead"].format(before=sides[0], after=sides[1]))
        undated = "; ".join(f"{event['words'][self._lang]} [{' '.join(event['facts'])}]" for event in chart.undated)
        said += [label["chart_undated"].format(events=undated)] if undated else []
        return [*said, f"{label['sources']}: {'; '.join(self._sources())}."]

    def _without_lead(self, states: Json) -> str:
        words = [self._label[f"chart_state_{state}"].format(n=len(keys)) for state, keys in states.items()]
        return ", ".join(words) or self._label["chart_state_all_led"]

    def _sources(self) -> list[str]:
        return [
            f"{source.publisher}{f', {source.published}' if source.published else ''} [{source.id}]"
            + (f" {self._label['weak']}" if source.weak else "")
            for source in self._chart.sources
        ]

    def key(self) -> list[Run]:
        """The words in their colours, for those that occur, and what the ink of a name means."""
        fates = (*self._chart.links, *self._chart.arrived, *self._chart.ended)
        used = {FAMILIES.get(one.outcome, "") for fate in fates for one in fate.happened}
        order = ("new", "moved", "rank", "name", "affair", "ended", "known")
        runs = _chained([Run(self._label[f"chart_key_{one}"], STRONG, one)] for one in order if one in used)
        rest = [Run(self._label["chart_key_rest"], SMALL, "soft")]
        return _chained([runs, rest] if runs else [rest])


def _chained(groups: Iterable[list[Run]]) -> list[Run]:
    """Groups of words in a row, with a quiet dot between them."""
    runs: list[Run] = []
    for group in groups:
        runs += [Run(" · ", SMALL, "soft"), *group] if runs else group
    return runs


def _name_class(level: str, *, soft: bool) -> str:
    place = level if level in _SIZES else "unit"
    return f"n-{place}" if soft else f"n-{place} firm"
