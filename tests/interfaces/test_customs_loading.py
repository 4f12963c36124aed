"""Customs data on the command line: a saved answer, a file through a mapping, the interface on a server of our own."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from customs_store import FIXTURES, KEY
from gwanje.answers.signalling_structure import Structures
from gwanje.assembly import Settings, open_tower
from gwanje.foundation.instants import AsOf
from towers import copied, korea, run_korea, world_home

pytestmark = pytest.mark.korea
SECRET = "key%2Bof+a/user=="
HEAD = "<response><header><resultCode>{code}</resultCode><resultMsg>{said}</resultMsg></header><body>{pages}<items>"
ROW = (
    "<item><balPayments>-5</balPayments><expDlr>0</expDlr><expWgt>0</expWgt><hsCd>{item}</hsCd><impDlr>{value}</impDlr>"
    "<impWgt>100</impWgt><statCd>{partner}</statCd><statCdCntnKor1>-</statCdCntnKor1><statKor>-</statKor>"
    "<year>{month}</year></item>"
)


@pytest.fixture
def home(tmp_path):
    return copied(world_home(), tmp_path)


class Publisher:
    """A server of our own that answers as the documentation says; it notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.code, self.status, self.page_size = "00", 200, 0
        self.partners = ["CN", "JP", "US"]
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                question = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
                publisher.asked.append(question)
                body = publisher.answer(question).encode()
                self.send_response(publisher.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/getNitemtradeList"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, question: dict[str, str]) -> str:
        partners = [question["cntyCd"]] if "cntyCd" in question else self.partners
        pages, size = "", self.page_size
        if size:
            first = (int(question.get("pageNo", "1")) - 1) * size
            pages = f"<totalCount>{len(partners)}</totalCount><numOfRows>{size}</numOfRows>"
            partners = partners[first : first + size]
        said = "NORMAL SERVICE." if self.code == "00" else f"NOT REGISTERED {question.get('serviceKey')}"
        month = f"{question['strtYymm'][:4]}.{question['strtYymm'][4:]}"
        rows = [ROW.format(item=question["hsSgn"], value=1000, partner=one, month=month) for one in partners]
        return HEAD.format(code=self.code, said=said, pages=pages) + "".join(rows) + "</items></body></response>"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    one = Publisher()
    yield one
    one.server.shutdown()
    one.server.server_close()


def asked(home, publisher, *more, item="2504101000", first="2025-01", key=SECRET):
    options = ("--item", item, "--from", first, "--address", publisher.address, *more)
    return run_korea("data", "fetch", KEY, *options, home=home, GWANJE_KEY_KR_CUSTOMS_MONTHLY=key)


def everything_under(folder) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".duckdb")


def test_a_saved_answer_and_its_revision(home):
    january = run_korea(
        "data", "load", str(FIXTURES / "nitemtrade_2026-01.xml"), "--source", KEY,
        "--published", "2026-02-16", "--evidence", "release day", home=home,
    )  # fmt: skip
    assert january.code == 0, january.err
    assert "customs_monthly 8 rows" in january.text
    assert "note: 1 row left out: column 'year' says 총계" in january.text
    february = run_korea(
        "data", "load", str(FIXTURES / "nitemtrade_2026-02.xml"), "--source", KEY,
        "--published", "2026-03-16", "--evidence", "release day", "--format", "json", home=home,
    )  # fmt: skip
    (load,) = february.json()["loads"]
    assert any(
        "revised: KOR, hsk, 2022, 2504101000, CHN, 2026-01, import: 50,000 to 52,500 USD" in n for n in load["notes"]
    )
    steps = run_korea("data", "lineage", "customs_monthly.mass_t", "--format", "json", home=home).json()["steps"]
    assert len(steps) == 2
    assert any("never run against the live publisher" in caveat for caveat in steps[0]["caveats"])
    assert "multiply by 0.001" in steps[0]["steps"]


def test_a_file_through_a_mapping(home):
    loaded = run_korea(
        "data", "load", str(FIXTURES / "office_export.csv"), "--source", KEY,
        "--mapping", str(FIXTURES / "office_export_mapping.yaml"), home=home,
    )  # fmt: skip
    assert loaded.code == 0, loaded.err
    assert "never run against the live publisher" in loaded.err
    assert "customs_monthly 12 rows, customs_year_to_date 1 rows" in loaded.text
    held = {row["source"]: row for row in run_korea("data", "list", "--format", "json", home=home).json()["held"]}
    for source in ("usgs-mcs", "eu-crm", "worldbank-prices", "gpr", "gscpi", "world-mining-data", "chokepoint-transits",
                   "mofcom-notices", "un-comtrade", KEY, "baci-full-year"):  # fmt: skip
        assert "never run against the live publisher" in held[source]["caveats"][0], source
    traced = run_korea("data", "lineage", "customs_year_to_date.value_usd", home=home)
    assert "multiply by 1000" in traced.text


def test_a_refused_file_says_what_where_and_how_to_mend_it(home, tmp_path):
    text = (FIXTURES / "nitemtrade_2026-01.xml").read_text(encoding="utf-8")
    path = tmp_path / "january.xml"
    path.write_text(text.replace("<statCd>MZ<", "<statCd>ZQ<"), encoding="utf-8")
    refused = run_korea("data", "load", str(path), "--source", KEY, home=home)
    assert refused.code == 3
    assert "january.xml row 3 column 'statCd'" in refused.err
    assert "Nothing was taken from the file" in refused.err


def test_the_interface_is_asked_twelve_months_a_call(home, publisher):
    done = asked(home, publisher, "--to", "2026-03", "--partner", "CN")
    assert done.code == 0, done.err
    assert [(q["strtYymm"], q["endYymm"]) for q in publisher.asked] == [("202501", "202512"), ("202601", "202603")]
    assert {q["hsSgn"] for q in publisher.asked} == {"2504101000"}
    assert {q["cntyCd"] for q in publisher.asked} == {"CN"}
    assert {q["serviceKey"] for q in publisher.asked} == {"key+of+a/user=="}, "an encoded key is not encoded twice"
    assert all("pageNo" not in q for q in publisher.asked), "no page is asked that no answer showed"
    assert "never run against the live publisher" in done.err
    assert "customs_monthly 2 rows" in done.text


def test_pages_are_asked_where_the_answer_shows_them(home, publisher):
    publisher.page_size = 2
    done = asked(home, publisher)
    assert done.code == 0, done.err
    assert [q.get("pageNo") for q in publisher.asked] == [None, "2"]
    assert "cntyCd" not in publisher.asked[0]
    with open_tower(Settings(home=home)).evidence.open_warehouse() as warehouse:
        table = warehouse.table("customs_monthly").to_pyarrow().to_pylist()
    assert {row["partner"] for row in table} == {"CHN", "JPN", "USA"}


def test_the_key_stands_in_no_message_and_no_file(home, publisher):
    assert asked(home, publisher).code == 0
    publisher.code = "30"
    faulty = asked(home, publisher)
    assert faulty.code == 5
    assert "resultCode '30'" in faulty.err
    publisher.code, publisher.status = "00", 500
    refused = asked(home, publisher)
    assert refused.code == 5
    assert "answer 500" in refused.err
    publisher.server.shutdown()
    publisher.server.server_close()
    gone = asked(home, publisher)
    assert gone.code == 5
    assert "cannot be reached" in gone.err
    said = "".join(one.text + one.err for one in (faulty, refused, gone))
    for secret in (SECRET, "key+of+a/user=="):
        assert secret not in said
        assert secret.encode() not in everything_under(home)


TOTAL = ROW.format(item="-", value=0, partner="-", month="총계")


@pytest.mark.parametrize("total", ["", TOTAL])
def test_an_answer_without_rows_is_no_zero(home, publisher, total):
    """Nor is one that holds a total and nothing else: the other months of a longer question are kept all the same."""
    publisher.partners, plain = [], publisher.answer
    publisher.answer = lambda question: plain(question).replace("</items>", f"{total}</items>")
    done = asked(home, publisher)
    assert done.code == 0, done.err
    assert "0 rows, no row of data: nothing kept, and not a zero" in done.err


@pytest.mark.parametrize(
    ("more", "item", "first", "key", "code", "said"),
    [
        ((), "2504101000", "2025-01", "", 5, "needs a key"),
        ((), "250410.1000", "2025-01", SECRET, 2, "2, 4, 6 or 10 digits"),
        ((), "2504101000", "202501", SECRET, 2, "a month written YYYY-MM"),
        (("--to", "2024-12"), "2504101000", "2025-01", SECRET, 2, "The months run backwards"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_asked(home, publisher, more, item, first, key, code, said):
    refused = asked(home, publisher, *more, item=item, first=first, key=key)
    assert refused.code == code
    assert said in refused.err
    assert publisher.asked == []


def test_without_a_question_the_way_to_ask_is_told(home):
    told = run_korea("data", "fetch", KEY, home=home)
    assert told.code == 5
    assert "--item CODE --from MONTH" in told.err


def test_a_partner_that_no_list_has_is_not_ranked_down():
    """UN Comtrade has codes of its own for areas: the share of one is not known, that of a known country may be zero."""
    instant = datetime(2026, 11, 20, tzinfo=UTC)
    shares = Structures(korea(), AsOf(instant, instant), date(2026, 1, 1))
    unknown, none = shares.of("hs2022:250410", "_X"), shares.of("hs2022:250410", "TUV")
    assert (unknown.status, unknown.share_value) == ("no_data", None)
    assert (none.status, none.share_value) == ("ok", 0.0)
