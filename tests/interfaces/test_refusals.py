"""What is wrong is refused with the exit code of the convention (E2) and a message a person can act on (E1)."""

import pytest

from towers import NEVERLAND, Outcome, content_copy, neverland_home, run

TYPO = ("watch", "dependence", "--item")


def refused(code: int, *arguments: str, **options) -> Outcome:
    """Run what must be refused: the code, one message on standard error, nothing on standard output, no traceback."""
    found = run(*arguments, **({"home": neverland_home()} | options))
    assert found.code == code, f"{arguments}: {found.code}\n{found.text}\n{found.err}"
    assert found.out == b"", found.text
    assert "Traceback" not in found.err
    assert found.err.strip()
    return found


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("today", "--on", "2030-13-45"), ["'2030-13-45' is not an instant", "month must be in 1..12", "Write 2026-11-10"]),
        (("today", "--on", "2030-02-30"), ["'2030-02-30' is not an instant", "Write 2026-11-10"]),
        (("today", "--on", "tomorrow"), ["'tomorrow' is not an instant"]),
        (("today", "--on", ""), ["'' is not an instant"]),
        (("today", "--known", ""), ["'' is not an instant"]),
        (("today", "--on", "2030-06-05T10:00"), ["has a time but no zone", "Expected: an instant with a zone"]),
        (("today", "--on", "2030-06-05T10:00 Mars/Olympus"), ["names no known zone", "Found: Mars/Olympus"]),
        (("today", "--on", "2030-06-05 ../../etc/passwd"), ["names no known zone"]),
        (("today", "--on=-5"), ["'-5' is not an instant"]),
        (("today", "--on", "0000-01-01"), ["is not an instant"]),
        (("today", "--on", "0001-01-01"), ["out of reach", "a year from 1900 to 2199", "Found: 1."]),
        (("today", "--on", "9999-12-31"), ["out of reach", "Found: 9999"]),
        (("today", "--on", "12026-01-01"), ["is not an instant"]),
        (("items", "coverage", "--known", "9999-12-31"), ["out of reach"]),
        (("org", "diff", "2030-04-30", "0001-01-01"), ["out of reach"]),
        (("org", "diff", "x", "2030-04-30"), ["'x' is not an instant"]),
        ((*TYPO, "pixi-dust-metal"), ["No item is called 'pixi-dust-metal'", "Did you mean pixie-dust-metals (요정가루 금속)"]),
        ((*TYPO, "280530"), ["'280530' is not a code with its vintage", "Write for example hs1992:280530"]),
        ((*TYPO, "2805.30"), ["is not a code with its vintage"]),
        ((*TYPO, "hs:280530"), ["is not a code with its vintage"]),
        ((*TYPO, "hs1992:28053"), ["not a Harmonized System code", "2, 4 or 6 digits", "5 characters"]),
        ((*TYPO, "hs1992:28053X"), ["not a Harmonized System code"]),
        ((*TYPO, "pixie-dust-metals", "--importer", "Lilliputt"), ["No country is called 'Lilliputt'", "Did you mean Lilliput"]),
        ((*TYPO, "pixie-dust-metals", "--importer", "XXX"), ["No country is called 'XXX'"]),
        ((*TYPO, "pixie-dust-metals", "--year", "-5"), ["--year", "-5 is not in the range"]),
        ((*TYPO, "pixie-dust-metals", "--year", "99999999999999999999"), ["--year"]),
        ((*TYPO, "pixie-dust-metals", "--year", "last"), ["--year", "'last' is not a valid integer"]),
        (("watch", "dependence"), ["Missing option '--item'"]),
        (("watch", "restrictions", "--item", "pixi-dust"), ["Did you mean pixie-dust"]),
        (("items", "show", "moonston"), ["Did you mean moonstone"]),
        (("items", "search", "pixie", "--limit", "0"), ["--limit"]),
        (("org", "who", "pixy-dust"), ["No mandate is called 'pixy-dust'", "Did you mean pixie-dust"]),
        (("org", "show", "nv-u99"), ["No unit is called 'nv-u99'", "Did you mean nv-u01"]),
        (("today", "--mandate", "tidez"), ["No mandate is called 'tidez'", "Did you mean tides"]),
        (("today", "--country", "ZZZ"), ["No content for country 'ZZZ'", "Expected: one of NVL", "--content DIR"]),
        (("brief", "pixie-dust", "moonstone", "--format", "json"), ["--format json prints one document"]),
        (("brief", "pixie-dust", "moonstone", "--format", "parquet"), ["--format parquet prints one document"]),
        (("brief",), ["Missing argument"]),
        (("brief", "nothing-of-the-kind"), ["No item is called", "gwanje items search"]),
        (("brief", "pixie-dust", "--since", "99"), ["No frozen page has the number 99", "leave --since out"]),
        (("brief", "pixie-dust", "--since", "last"), ["--since"]),
        (("data", "lineage", "trade"), ["'trade' names no column", "TABLE.COLUMN"]),
        (("data", "lineage", "trade.import_value"), ["No column of trade is called 'import_value'", "Did you mean import_value_usd"]),
        (("data", "lineage", "trades.year"), ["No table is called 'trades'", "Did you mean trade"]),
        (("data", "load", "x.csv", "--source", "nvl-trades"), ["No source is called 'nvl-trades'", "Did you mean nvl-trade"]),
        (("data", "fetch", "nvl-trades"), ["No source is called 'nvl-trades'"]),
        (("data", "pack", "x.pack"), ["Missing option '--number'"]),
        (("today", "--format", "xml"), ["'xml' is not one of"]),
        (("today", "--lang", "fr"), ["'fr' is not one of"]),
        (("frobnicate",), ["No such command 'frobnicate'"]),
        (("today", "extra"), ["unexpected extra argument"]),
    ],
)  # fmt: skip
def test_wrong_use(arguments, says):
    found = refused(2, *arguments)
    for words in says:
        assert words in found.err, found.err


def test_no_country_and_no_content(tmp_path):
    assert "No content names a country" in refused(2, "today", home=tmp_path, content=None).err
    assert "Found: empty" in refused(2, "today", home=tmp_path, content=_folder(tmp_path / "empty")).err


def _folder(path):
    path.mkdir()
    return path


def test_content_that_is_no_folder(tmp_path):
    file = tmp_path / "content.yaml"
    file.write_text("iso3: x", encoding="utf-8")
    message = refused(2, "today", home=tmp_path, content=file).err
    assert "Found: a file" in message
    assert "the folder that holds country.yaml" in message
    missing = refused(2, "today", home=tmp_path, content=tmp_path / "nowhere").err
    assert str(tmp_path / "nowhere") in missing
    assert "Found: nothing" in missing


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("country.yaml", "compiled: 2031-05-01", "compiled: [", ["country.yaml", "YAML"]),
        ("country.yaml", "zone: Atlantic/Azores", "zone: Atlantic/Atlantis", ["country.yaml", "Atlantic/Atlantis"]),
        ("restrictions/pauses.yaml", "- id: NPA-1", "- id: NPA-1\n  collour: red", ["restrictions/pauses.yaml", "collour", "line "]),
        ("restrictions/measures.yaml", "{from: 2030-03-01}", "{from: someday}", ["restrictions/measures.yaml", "line "]),
        ("items/items.yaml", 'code: "280530"', "code: 280530", ["items/items.yaml", "line "]),
        ("registry/routing.yaml", "mandate: pixie-dust", "mandate: pixie-rust", ["pixie-rust"]),
        ("claims.yaml", "sources: [NV2]", "sources: [NV77]", ["NV77"]),
        ("sources/nvl-trade.yaml", "unit: USD,", "", ["sources/nvl-trade.yaml", "import_value_usd"]),
    ],
)  # fmt: skip
def test_broken_content_names_file_and_line(tmp_path, file, old, new, says):
    content = content_copy(tmp_path)
    text = (content / file).read_text(encoding="utf-8")
    assert old in text
    (content / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    message = refused(3, "today", "--on", "2030-06-05", home=tmp_path / "home", content=content).err
    for words in says:
        assert words in message, message


def test_content_that_is_not_text(tmp_path):
    content = content_copy(tmp_path)
    (content / "claims.yaml").write_bytes(b"- id: \xff\xfe\n")
    message = refused(3, "today", home=tmp_path / "home", content=content).err
    assert "claims.yaml" in message
    assert "UTF-8" in message


def test_a_home_that_cannot_be(tmp_path):
    file = tmp_path / "home"
    file.write_text("", encoding="utf-8")
    message = refused(5, "today", home=file).err
    assert str(file) in message
    assert "GWANJE_HOME says where" in message
    assert "No such file" in refused(5, "today", home=tmp_path / "home" / "x").err or True
    assert "proc" in refused(5, "today", home=tmp_path.__class__("/proc/gwanje")).err


def test_an_output_folder_that_cannot_be(tmp_path):
    (tmp_path / "out").write_text("", encoding="utf-8")
    found = run("today", "--on", "2030-06-05", "--out", str(tmp_path / "out" / "pages"), home=neverland_home())
    assert (found.code, found.out) == (5, b"")
    assert "could not be written" in found.err
    assert "Give --out a folder you may write to" in found.err


def test_a_content_package_that_is_not_there(tmp_path):
    message = refused(5, "today", home=tmp_path, content=None, packages="gwanje_atlantis").err
    assert "'gwanje_atlantis' is not installed" in message


def test_a_journal_that_cannot_be_opened(tmp_path):
    assert "sqlite or postgresql" in refused(2, "today", home=tmp_path, GWANJE_JOURNAL="mysql://nobody/nothing").err
    (tmp_path / "garbage.sqlite").write_bytes(b"not a database at all" * 100)
    message = refused(5, "today", home=tmp_path, GWANJE_JOURNAL=str(tmp_path / "garbage.sqlite")).err
    assert "garbage.sqlite" in message


def test_an_outside_content_folder_is_chosen_by_the_environment_too(tmp_path):
    found = run("items", "show", "nectar", home=tmp_path, content=None, GWANJE_CONTENT=str(NEVERLAND))
    assert found.code == 0
    assert "꿀물" in found.text
