"""A large file is read at once; what is unusual in it is said by the careful reader, in the same words."""

from pathlib import Path

import pytest

from gwanje.evidence.readers import csv_text, read_raw
from gwanje.evidence.sources import FileSpec
from gwanje.foundation.errors import RefusedInputError

TEXTS = {
    "plain": b"a,b\n1,x\n2,y\n",
    "no newline at the end": b"a,b\n1,x",
    "empty cells": b"a,b\n,x\n2,\n",
    "spaces": b"a,b\n 1, x\n",
    "byte order mark": b"\xef\xbb\xbfa,b\n1,x\n",
    "quoted": b'a,b\n1,"x"\n',
    "quoted with a comma": b'a,b\n1,"x,y"\n',
    "quoted with a line end": b'a,b\n1,"x\ny"\n2,z\n',
    "quote inside": b'a,b\n1,x"y\n',
    "quoted header": b'"a","b"\n1,x\n',
    "carriage returns": b"a,b\r\n1,x\r\n",
    "a short row": b"a,b\n1,x\n2\n",
    "a long row": b"a,b\n1,x\n2,y,z\n",
    "an empty row": b"a,b\n1,x\n\n2,y\n",
    "a NUL byte": b"a,b\n1,x\x00\n",
    "not UTF-8": b"a,b\n1,\xff\n",
    "a name twice": b"a,a\n1,x\n",
    "a column without a name": b"a,\n1,x\n",
    "header alone": b"a,b\n",
    "words of missing": b"a,b\nNA,null\n#N/A,nan\n",
}


def told(path: Path, spec: FileSpec) -> object:
    try:
        raw = read_raw(path, spec, "file.csv")
    except RefusedInputError as fault:
        return str(fault)
    return raw.table.to_pydict(), raw.first_row, raw.place(0, "a")


@pytest.mark.parametrize("name", TEXTS)
def test_both_ways_of_reading_say_the_same(tmp_path, monkeypatch, name):
    path = tmp_path / "file.csv"
    path.write_bytes(TEXTS[name])
    spec = FileSpec(name="file.csv", format="csv")
    careful = told(path, spec)
    monkeypatch.setattr(csv_text, "_WORTH_IT", 0)
    assert told(path, spec) == careful


def test_a_header_further_down(tmp_path, monkeypatch):
    path = tmp_path / "file.csv"
    path.write_bytes(b"# a remark\na,b\n1,x\n")
    spec = FileSpec(name="file.csv", format="csv", header_row=2)
    careful = told(path, spec)
    monkeypatch.setattr(csv_text, "_WORTH_IT", 0)
    assert told(path, spec) == careful == ({"a": ["1"], "b": ["x"]}, 3, "file.csv row 3 column 'a'")


def test_the_quick_way_is_taken(tmp_path, monkeypatch):
    path = tmp_path / "file.csv"
    path.write_bytes(TEXTS["plain"])
    monkeypatch.setattr(csv_text, "_WORTH_IT", 0)
    monkeypatch.setattr(csv_text, "_decoded", lambda *_: pytest.fail("the careful reader was asked"))
    assert read_raw(path, FileSpec(name="file.csv", format="csv")).table.num_rows == 2
