import pytest

from gwanje.foundation.errors import ContentError
from gwanje.interfaces.paper.labels import labels


def test_both_languages_have_the_same_labels() -> None:
    assert labels("en").keys() == labels("ko").keys()


def test_a_missing_label_is_refused_by_name() -> None:
    with pytest.raises(ContentError, match=r"no_such_label.*ko"):
        labels("ko")["no_such_label"]
