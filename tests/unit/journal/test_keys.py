import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from gwanje.foundation.errors import RefusedInputError, UnavailableError
from gwanje.journal import (
    fingerprint,
    load_private_key,
    load_public_key,
    make_private_key,
    private_key_pem,
    public_key_pem,
    write_private_key,
)


def test_keys_survive_pem(key):
    assert fingerprint(load_private_key(private_key_pem(key)).public_key()) == fingerprint(key.public_key())
    assert fingerprint(load_public_key(public_key_pem(key.public_key()))) == fingerprint(key.public_key())


def test_a_password_protects_the_key(key):
    pem = private_key_pem(key, password=b"long enough")
    assert b"ENCRYPTED" in pem
    assert fingerprint(load_private_key(pem, password=b"long enough").public_key()) == fingerprint(key.public_key())
    for password in (None, b"another"):
        with pytest.raises(RefusedInputError, match="private key"):
            load_private_key(pem, password=password)


def test_every_key_is_another(key):
    assert fingerprint(make_private_key().public_key()) != fingerprint(key.public_key())


def test_a_key_of_another_kind_is_refused():
    other = X25519PrivateKey.generate()
    private = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = other.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(RefusedInputError, match="X25519"):
        load_private_key(private)
    with pytest.raises(RefusedInputError, match="X25519"):
        load_public_key(public)


@pytest.mark.parametrize("load", [load_private_key, load_public_key])
def test_what_is_no_key_is_refused(load):
    with pytest.raises(RefusedInputError, match="Ed25519"):
        load(b"not a key")


def test_a_key_file_is_its_owners_alone_and_never_overwritten(tmp_path, key):
    path = tmp_path / "checkpoint.key"
    write_private_key(path, key)
    assert path.stat().st_mode & 0o777 == 0o600
    assert fingerprint(load_private_key(path.read_bytes()).public_key()) == fingerprint(key.public_key())
    with pytest.raises(RefusedInputError, match="already there"):
        write_private_key(path, make_private_key())
    assert fingerprint(load_private_key(path.read_bytes()).public_key()) == fingerprint(key.public_key())
    with pytest.raises(UnavailableError, match="could not be written"):
        write_private_key(tmp_path / "absent" / "checkpoint.key", key)
