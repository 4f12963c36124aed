"""What content says about intake: a grade has one clock, what it names is there, and what is missing is said."""

import pytest

from gwanje.foundation.errors import ContentError, UnavailableError, UnknownKeyError
from gwanje.watch import IntakeRules

GRADES = "- {key: a, names: {en: {text: seen}}, hours: 4}\n"
CLOCK = "basis: {en: a, ko: b}\nduplicate_days: 7\nduplicate_likeness: 0.6\n"
ATTENTION = 'basis: {en: a, ko: b}\nbudget: 5\nlead_days: {suspension: 30}\ninspections: [{grade: "1", months: 3, fact: CAD-3}]\n'


def test_without_a_clock_no_report_is_taken_in():
    with pytest.raises(UnavailableError, match="This content says nothing about taking in reports"):
        IntakeRules.read({}).grade("a")


def test_an_unknown_grade_is_refused_with_those_there_are():
    rules = IntakeRules.read({"intake/grades.yaml": GRADES, "intake/clock.yaml": CLOCK})
    assert rules.grade("a").hours == 4
    with pytest.raises(UnknownKeyError, match="The grades are a"):
        rules.grade("zz")


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("intake/grades.yaml", "- {key: a, names: {en: {text: seen}}}\n", "exactly one"),
        ("intake/grades.yaml", GRADES + GRADES, "stands twice"),
        ("intake/clock.yaml", CLOCK.replace("0.6", "1.5"), "less than or equal to 1"),
        ("intake/attention.yaml", ATTENTION.replace("budget: 5", "budget: 0"), "greater than or equal to 1"),
        ("intake/attention.yaml", ATTENTION.replace("suspension", "pause"), "suspension"),
        ("intake/issuers.yaml", '- {issuer: CHN, zone: Asia/Shanghai, wrods: ["a"]}\n', "Did you mean 'words'"),
        ("intake/issuers.yaml", '- {issuer: "CHN", zone: Asia/Shangai, words: ["a"]}\n', "no known zone"),
    ],
)
def test_a_mistake_is_refused_with_file_and_line(file, text, said):
    with pytest.raises(ContentError, match=said) as refused:
        IntakeRules.read({file: text})
    assert file in str(refused.value)


def test_what_it_names_must_be_there():
    rules = IntakeRules.read(
        {"intake/attention.yaml": ATTENTION, "intake/goods.yaml": '- {item: urea, words: ["尿素"]}\n'}
    )
    assert rules.checked({"urea"}, {"CAD-3"}) is rules
    with pytest.raises(ContentError, match=r"no item 'urea' \(intake/goods.yaml line 1\)"):
        rules.checked(set(), {"CAD-3"})
    with pytest.raises(ContentError, match="no cadence 'CAD-3'"):
        rules.checked({"urea"}, set())
