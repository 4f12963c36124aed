"""`gwanje org preview | enact | reverse`: a reform before its day, entered, and taken back."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from gwanje.answers.previews import PreviewAnswer, candidate, citable, preview
from gwanje.assembly import clock, instant_asked
from gwanje.flows.reorganise import reorganise
from gwanje.flows.take_back_reform import take_back_reform
from gwanje.foundation.errors import RefusedInputError, UnavailableError
from gwanje.interfaces.cli.options import Asked, Command, common_options
from gwanje.interfaces.cli.output import emit, emit_report, footer

_REFUSED = RefusedInputError.exit_code
_MARKS = {"passed": "✓", "failed": "✗", "open": "◐", "not_checkable": "?"}


def read_text(file: Path | str) -> tuple[str, str]:
    """A text as a person gave it, and what messages call it; `-` is standard input."""
    if str(file) == "-":
        return sys.stdin.read(), "standard input"
    try:
        return Path(file).read_text(encoding="utf-8"), Path(file).name
    except UnicodeDecodeError as fault:
        raise RefusedInputError(
            "This file is not UTF-8", place=str(file), found=str(fault), remedy="Save it again as UTF-8"
        ) from fault
    except OSError as fault:
        raise UnavailableError(
            "This file cannot be read", place=str(file), found=fault.strerror or str(fault), remedy="Check the path"
        ) from fault


def by_option(command: Command) -> Command:
    """Who enters something: an office or an opaque id, kept for ever."""
    return click.option(
        "--by", default="planner", metavar="OFFICE", help="Who enters it: an office or an opaque id, kept for ever."
    )(command)


def base_option(command: Command) -> Command:
    """The last entry a planner has seen."""
    return click.option(
        "--base",
        type=int,
        default=None,
        metavar="N",
        help="The number of the last entry you have seen (preview prints it); somebody faster is told.",
    )(command)


@click.command("preview")
@click.argument("target", metavar="FILE-OR-REFORM")
@common_options
def preview_command(asked: Asked, target: str) -> None:
    """A reform before its day: events in words, checks, ledgers, who takes over what, what moves.

    FILE-OR-REFORM is a file in the format of registry/reforms (- for standard input), or the id of a reform. Nothing is
    recorded. Leaves with 3 when a binding check fails.
    """
    tower, known = asked.tower, asked.as_of.known
    if target == "-" or target.endswith((".yaml", ".yml")) or Path(target).is_file():
        text, name = read_text(target)
        tower, target = candidate(tower, text, name=name, by="preview", at=clock())
        known = max(known, tower.registry.latest_known() or known) if asked.known is None else known
    answer = preview(tower, target, known)
    if asked.format == "table":
        click.echo("\n".join([*preview_lines(answer, asked), footer(answer, asked)]))
    else:
        emit(answer, asked)
    if answer.refused:
        sys.exit(_REFUSED)


def preview_lines(answer: PreviewAnswer, asked: Asked) -> Iterable[str]:
    """The preview as people read it."""
    lang, reform = asked.lang, answer.reform
    words = _WORDS[lang]
    yield f"{reform['names'][lang]['text']} ({reform['id']})"
    yield words["head"].format(
        status=words[reform["status"]], day=answer.days[1], events=len(answer.events), act=reform["basis"]["act"]
    )
    if reform["entered_by"]:
        yield words["entered"].format(by=reform["entered_by"], number=reform["version"])
    yield from ("", words["events"])
    for event in answer.events:
        doubt = f" [{words[event['status']]}]" if event["status"] != "reported" else ""
        state = f" [{words[event['state']]}]" if event["state"] not in {"planned", "in_force"} else ""
        yield f"  {event['facts'][0]:<10} {event['words'][lang]}{doubt}{state}"
    yield from ("", words["checks"].format(**answer.outcomes))
    told = ""
    for check in answer.checks:
        if check["check"] != told:
            yield f"  {check['check']}: {check['rule'][lang]}"
        told = check["check"]
        yield f"    {_MARKS[check['outcome']]} {check['words'][lang]}"
        if check["outcome"] == "failed":
            yield f"      {words['expected']}: {check['expected']}; {words['found']}: {check['found']}. {check['remedy'][lang]}"
    yield from ("", words["ledger"])
    yield from (_ledger_line(line, words, lang) for line in answer.ledger)
    yield from () if answer.ledger else (f"  {words['none']}",)
    yield from ("", words["claims"])
    for claim in answer.claims:
        yield f"  {claim['id']}: {claim['about'][lang]}: A {claim['a']['statement'][lang]} | B {claim['b']['statement'][lang]} → {claim['adopted']} ({claim['why'][lang]})"
    counts = [words[kind].format(n=number) for kind, number in answer.handed_over.items() if number]
    yield from ("", words["handovers"].format(all=answer.affairs, counts=", ".join(counts) or "–"))
    yield from (f"  {one['words'][lang]}" for one in answer.handovers)
    yield from ("", words["moving"].format(n=len(answer.moving), kinds=_by_kind(answer.moving, lang)))
    for item in answer.moving[:_SHOWN]:
        due = f" ({item['due'][:10]})" if item["due"] else ""
        yield f"  {item['from']} → {item['to']}: {item['id']} {item['words'][lang]}{due}"
    yield from (f"  {words['more'].format(n=len(answer.moving) - _SHOWN)}",) if len(answer.moving) > _SHOWN else ()
    yield from ("", words["overlaps"].format(n=len(answer.overlaps)))
    yield from (f"  {one['unit']}: {one['mandate']} – {one['until'][:10]}" for one in answer.overlaps)
    yield words["names"].format(n=len(answer.names))
    yield words["base"].format(base=answer.base)


_SHOWN = 12


def _ledger_line(line: dict[str, Any], words: dict[str, str], lang: str) -> str:
    listed = (
        f"{line['listed_before']} → {line['listed_after']}"
        if line["listed_change"] is not None
        else words["not_listed"]
    )
    said = f"{line['announced']:+d}" if line["announced"] is not None else "–"
    moved = f", +{line['moved_in']} / -{line['moved_out']}" if line["moved_in"] or line["moved_out"] else ""
    gap = f" ({abs(line['difference'])})" if line["difference"] else ""
    return f"  {line['names'][lang]['text']}: {listed}, {words['announced']} {said}{moved}: {words[line['balance']]}{gap} {' '.join(line['claims'])}".rstrip()


def _by_kind(items: Iterable[dict[str, Any]], lang: str) -> str:
    counts: dict[str, int] = {}
    for item in items:
        counts[item["kind"]] = counts.get(item["kind"], 0) + 1
    return ", ".join(f"{_KINDS[lang].get(kind, kind)} {number}" for kind, number in counts.items()) or "–"


@click.command()
@click.argument("file", metavar="FILE")
@by_option
@base_option
@common_options
def enact(asked: Asked, file: str, by: str, base: int | None) -> None:
    """Enter a reform, or a new version of one, so that it takes effect on its day.

    FILE is in the format of registry/reforms (- for standard input). It is checked as a whole first; on a refusal
    nothing is recorded.
    """
    tower, (text, name) = asked.tower, read_text(file)
    done = reorganise(
        tower.registry_store,
        tower.registry_inputs,
        text,
        name=name,
        by=by,
        at=clock(),
        known_ids=citable(tower),
        base=base,
    )
    outcomes: list[str] = [result.outcome for result in done.preview.checks] if done.preview else []
    checks = {outcome: outcomes.count(outcome) for outcome in _MARKS}
    overlaps = [one.as_answer() for one in done.preview.overlaps] if done.preview else []
    document = {
        "reform": done.reform,
        "entry": done.recorded.number,
        "by": by,
        "amends": done.amends,
        "effective": done.preview.day.valid.isoformat() if done.preview else None,
        "checks": checks,
        "overlaps": overlaps,
    }
    verb = "amended" if done.amends else "entered"
    lines = [
        f"{done.reform}: {verb} as entry {done.recorded.number} by {by}",
        f"takes effect {str(document['effective'])[:10]}"
        if done.preview
        else "its day is not known: nothing changes yet",
        "checks: " + ", ".join(f"{number} {outcome.replace('_', ' ')}" for outcome, number in checks.items()),
        f"{len(overlaps)} overlaps for former leads logged",
    ]
    emit_report(asked, document, [{"reform": done.reform, "entry": done.recorded.number, "by": by}], lines)


@click.command()
@click.argument("reform")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it stays readable for ever.")
@by_option
@base_option
@common_options
def reverse(asked: Asked, reform: str, reason: str, by: str, base: int | None) -> None:
    """Take a reform back: without --on a plan is withdrawn, with --on a reform in force is undone from that day.

    What built on it is named, and then nothing is recorded. Past days stay as they were.
    """
    tower = asked.tower
    on = instant_asked(tower, asked.on) if asked.on is not None else None
    recorded, _ = take_back_reform(
        tower.registry_store, tower.registry_inputs, reform, on=on, reason=reason, by=by, at=clock(), base=base
    )
    day = on.astimezone(tower.zone).date().isoformat() if on else None
    document = {"reform": reform, "entry": recorded.number, "by": by, "reason": reason, "on": day}
    line = f"{reform}: {'undone from ' + day if day else 'withdrawn'}, entry {recorded.number} by {by}"
    emit_report(asked, document, [document], [line])


_KINDS = {
    "en": {"measure": "measures", "end": "terms", "item": "watched items", "delegation": "delegations"},
    "ko": {"measure": "조치", "end": "기한", "item": "관리 품목", "delegation": "위임"},
}
_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "head": "{status}, effective {day}; {events} events; basis: {act}",
        "entered": "entered by {by}, entry {number}",
        "planned": "planned",
        "in_force": "in force",
        "not_known": "day not known",
        "withdrawn": "withdrawn",
        "reversed": "reversed",
        "corrected": "corrected later",
        "conflicting": "sources disagree",
        "unverified": "unverified",
        "events": "Events",
        "checks": "Checks: {passed} passed, {failed} failed, {open} open under a claim, {not_checkable} not checkable",
        "expected": "expected",
        "found": "found",
        "ledger": "Posts",
        "announced": "announced",
        "not_listed": "not listed",
        "balanced": "adds up",
        "open": "open difference",
        "not_comparable": "nobody says which posts changed",
        "none": "no change of posts is told",
        "claims": "Where sources disagree",
        "handovers": "Affairs: of {all}, {counts}",
        "new_lead": "{n} get another lead",
        "same_lead_other_chain": "{n} keep their lead under another chain",
        "one_lead_instead_of_several": "{n} get one lead instead of several",
        "before_not_reported": "{n} get a lead where none was reported before",
        "before_nobody": "{n} get a lead where nobody had it before",
        "moving": "What moves with them: {n} open things ({kinds})",
        "more": "and {n} more: --format json",
        "overlaps": "Former leads that may still look in: {n}",
        "names": "Names not yet official: {n} units",
        "base": "Last entry seen: {base} (give it to enact as --base)",
    },
    "ko": {
        "head": "{status}, 시행일 {day}, 사건 {events}건, 근거: {act}",
        "entered": "입력: {by}, {number}번 기록",
        "planned": "시행 예정",
        "in_force": "시행됨",
        "not_known": "시행일 알 수 없음",
        "withdrawn": "철회",
        "reversed": "환원",
        "corrected": "이후 정정됨",
        "conflicting": "출처 상충",
        "unverified": "미확인",
        "events": "사건",
        "checks": "점검: 충족 {passed}, 위반 {failed}, 주장에 따라 미해결 {open}, 확인 불가 {not_checkable}",
        "expected": "기준",
        "found": "확인",
        "ledger": "정원",
        "announced": "발표",
        "not_listed": "목록 없음",
        "balanced": "일치",
        "open": "미해결 차이",
        "not_comparable": "증감 내역 자료 없음",
        "none": "정원 변동 자료 없음",
        "claims": "출처 간 상충",
        "handovers": "소관 사무 {all}건 중 {counts}",
        "new_lead": "소관 변경 {n}건",
        "same_lead_other_chain": "소관 유지·상위 조직 변경 {n}건",
        "one_lead_instead_of_several": "분산에서 단일 소관으로 {n}건",
        "before_not_reported": "이전 소관 보도 없음 {n}건",
        "before_nobody": "이전 소관 없음 {n}건",
        "moving": "함께 옮겨 가는 사항 {n}건({kinds})",
        "more": "그 밖에 {n}건: --format json",
        "overlaps": "인계 기간 중 열람 가능한 이전 소관: {n}건",
        "names": "공식 명칭 미확정 조직: {n}개",
        "base": "마지막으로 본 기록: {base}번(enact의 --base에 사용)",
    },
}
