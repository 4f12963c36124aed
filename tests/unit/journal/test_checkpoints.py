import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gwanje.foundation.errors import IntegrityError, RefusedInputError, UnavailableError, WrongUseError
from gwanje.journal import (
    Head,
    fingerprint,
    make_private_key,
    parse_checkpoint,
    read_checkpoint,
    sign_checkpoint,
    write_checkpoint,
)
from gwanje.journal.checkpoints import examine_signature

HEAD = Head("0123456789abcdef0123456789abcdef", 12, "ab" * 32)


@pytest.fixture
def checkpoint(key, at):
    return sign_checkpoint(HEAD, at=at, key=key)


def test_a_checkpoint_reads_back_and_its_signature_holds(checkpoint, key):
    again = parse_checkpoint(checkpoint.text())
    assert again == checkpoint
    assert again.head == HEAD
    assert again.signer == fingerprint(key.public_key())
    assert examine_signature(again, key.public_key()) is None


def test_another_signer_is_found(checkpoint):
    stranger = make_private_key().public_key()
    found = examine_signature(checkpoint, stranger)
    assert (found.kind, found.found) == ("checkpoint-signer", f"signer {checkpoint.signer}")
    assert fingerprint(stranger) in found.expected
    pretending = replace(checkpoint, signer=fingerprint(stranger))
    assert examine_signature(pretending, stranger).kind == "checkpoint-signature"


def test_every_altered_field_breaks_the_signature(checkpoint, key, at):
    for altered in (
        replace(checkpoint, head=replace(HEAD, length=11)),
        replace(checkpoint, head=replace(HEAD, link="cd" * 32)),
        replace(checkpoint, head=replace(HEAD, journal_id="f" * 32)),
        replace(checkpoint, at=at + timedelta(seconds=1)),
        replace(checkpoint, signature="00" * 64),
        replace(checkpoint, signature="not hexadecimal"),
        replace(checkpoint, signature=checkpoint.signature.upper()),
    ):
        assert examine_signature(altered, key.public_key()).kind == "checkpoint-signature"


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_any_altered_character_is_refused_or_found(data):
    key = make_private_key()
    moment = data.draw(st.datetimes(timezones=st.timezones()))
    text = sign_checkpoint(HEAD, at=moment, key=key).text().removesuffix("\n")
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda sign: sign != text[place]))
    try:
        altered = parse_checkpoint(text[:place] + other + text[place + 1 :])
    except RefusedInputError:
        return
    assert examine_signature(altered, key.public_key()) is not None


@pytest.mark.parametrize("text", ["", "[]", "{}", "no json", '{"length":1}'])
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(RefusedInputError, match="not a checkpoint"):
        parse_checkpoint(text)


def test_a_wrong_type_is_refused(checkpoint):
    fields = json.loads(checkpoint.text())
    for length in (True, "12", 12.0):
        text = json.dumps({**fields, "length": length}, sort_keys=True, separators=(",", ":"))
        with pytest.raises(RefusedInputError, match="not a checkpoint"):
            parse_checkpoint(text)


def test_a_checkpoint_needs_an_instant_with_a_zone(key, at):
    with pytest.raises(WrongUseError, match="zone"):
        sign_checkpoint(HEAD, at=at.replace(tzinfo=None), key=key)


def test_the_kept_checkpoint_moves_forward_only(tmp_path, key, at):
    path = tmp_path / "journal.checkpoint"
    assert read_checkpoint(path) is None
    first, later = (sign_checkpoint(replace(HEAD, length=length), at=at, key=key) for length in (12, 15))
    write_checkpoint(path, first)
    write_checkpoint(path, first)
    write_checkpoint(path, later)
    assert read_checkpoint(path) == later
    rewritten = sign_checkpoint(replace(HEAD, length=15, link="cd" * 32), at=at, key=key)
    foreign = sign_checkpoint(replace(HEAD, length=99, journal_id="f" * 32), at=at, key=key)
    for refused in (first, rewritten, foreign):
        with pytest.raises(IntegrityError, match="not a predecessor"):
            write_checkpoint(path, refused)
    assert read_checkpoint(path) == later
    assert [kept.name for kept in tmp_path.iterdir()] == [path.name]


def test_a_kept_file_that_is_no_checkpoint_is_refused(tmp_path, checkpoint):
    path = tmp_path / "journal.checkpoint"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(RefusedInputError, match="not a checkpoint"):
        read_checkpoint(path)
    with pytest.raises(UnavailableError, match="cannot be reached"):
        write_checkpoint(tmp_path / "absent" / "journal.checkpoint", checkpoint)
