"""A cascade between firms in sentences: what is lost in each case, and what the numbers are not."""

from collections.abc import Mapping, Sequence

from gwanje.answers.sentences import Sentence, percent, percent_ko

NONE = Sentence(en="", ko="")
_NAMED = 5


def ranking_headline(firm: str, risks: Mapping[str, float], firms: int, sources: Sequence[str]) -> Sentence:
    """The firm whose failure takes most with it."""
    return Sentence(
        en=f"Of {firms} firms, the failure of {firm} takes most with it: {_en(risks)}. A simulation.",
        ko=f"기업 {firms}개 중 {firm} 도산의 파급이 가장 크다: 전체 매출의 {_ko(risks)} 상실. 모의계산 결과.",
        sources=tuple(sources),
    )


def failure_headline(
    failed: Sequence[str], left: float, risks: Mapping[str, float], others: int, sources: Sequence[str]
) -> Sentence:
    """What the failure of these firms takes with it."""
    names = ", ".join(failed[:_NAMED])
    more_en = f" and {len(failed) - _NAMED} more" if len(failed) > _NAMED else ""
    more_ko = f" 외 {len(failed) - _NAMED}개" if len(failed) > _NAMED else ""
    what_en = "stops" if len(failed) == 1 else "stop"
    how_en = (
        f"{what_en} altogether"
        if left == 0
        else f"{'keeps' if len(failed) == 1 else 'keep'} {percent(left)} of capacity"
    )
    how_ko = "가동 중단" if left == 0 else f"생산능력 {percent_ko(left)}만 유지"
    return Sentence(
        en=f"{names}{more_en} {how_en}: {_en(risks)}; {others} other {'firm loses' if others == 1 else 'firms lose'} output. A simulation.",
        ko=f"{names}{more_ko} {how_ko}: 전체 매출의 {_ko(risks)} 상실, 그 밖의 기업 {others}개 생산 감소. 모의계산 결과.",
        sources=tuple(sources),
    )


NOTHING_REPLACED = Sentence(
    en="No supplier stands in for another (replaceability is off), prices and stocks play no part: losses without any response.",
    ko="다른 공급자의 대체 공급(대체가능성)은 적용하지 않았고 가격과 재고도 고려하지 않았다. 아무 대응이 없을 때의 손실이다.",
)


def replaced_as_stated(stated: int, sources: Sequence[str]) -> Sentence:
    """For how many firms a person states that buyers replace a part of what they no longer deliver."""
    firms = "firm" if stated == 1 else "firms"
    return Sentence(
        en=f"Of what {stated} {firms} no longer deliver, buyers replace a part: a share that your table states (not_replaced), the same in every round and not derived from market shares; prices and stocks play no part.",
        ko=f"기업 {stated}개가 공급하지 못하는 물량의 일부는 구매자가 다른 곳에서 대체한다. 대체하지 못하는 비율(not_replaced)은 제출한 표의 값이며 모든 회차에 같고 시장점유율에서 계산한 값이 아니다. 가격과 재고는 고려하지 않았다.",
        sources=tuple(sources),
    )


def readings(*, matrix: bool, stated: int, sources: Sequence[str]) -> tuple[Sentence, ...]:
    """What must be known to read the numbers; `stated` firms have a share of their loss replaced."""
    always = replaced_as_stated(stated, sources) if stated else NOTHING_REPLACED
    stopping = Sentence(
        en="Values at different tolerances are not compared: losses through customers grow with each further round.",
        ko="허용오차가 다른 값끼리는 비교하지 않는다. 판로 상실에 따른 손실은 계산을 더 돌릴수록 커진다.",
    )
    if matrix:
        return always, stopping
    cases = Sentence(
        en="Nobody said which inputs are essential, so both plain cases are shown: every input essential, and none. A real matrix gives no more than the first (carried to the end) and may give less than the second; no number between them is given.",
        ko="어느 투입재가 필수인지 주어지지 않아 모든 투입재가 필수인 경우와 하나도 필수가 아닌 경우를 함께 보인다. 실제 행렬의 값은(끝까지 계산하면) 앞의 값을 넘지 않으며 뒤의 값보다 작을 수 있다. 그 사이의 한 값은 제시하지 않는다.",
    )
    return cases, always, stopping


def _en(risks: Mapping[str, float]) -> str:
    if "matrix" in risks:
        return f"of all sales, {percent(risks['matrix'])} is lost"
    every, none = percent(risks["all_essential"]), percent(risks["all_non_essential"])
    return f"of all sales, {every} is lost if every input is essential, {none} if none is"


def _ko(risks: Mapping[str, float]) -> str:
    if "matrix" in risks:
        return percent_ko(risks["matrix"])
    return f"{percent_ko(risks['all_essential'])}(모든 투입재 필수) 또는 {percent_ko(risks['all_non_essential'])}(필수 투입재 없음)"
