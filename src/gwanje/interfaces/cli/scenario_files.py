"""The page of a scenario, written into a folder with its twins: JSON, and the path by day, or industries, as CSV and Parquet."""

from pathlib import Path
from zoneinfo import ZoneInfo

from gwanje.answers.price_effects_answer import ScenarioPrices
from gwanje.answers.simulating_answer import Simulation
from gwanje.foundation.names import Language
from gwanje.interfaces.cli.options import Asked
from gwanje.interfaces.cli.output import parquet_bytes
from gwanje.interfaces.cli.writing import page_files, write_files
from gwanje.interfaces.paper.scenario_page import scenario_page
from gwanje.interfaces.paper.scenario_prices import scenario_prices_page


def write_scenario(answer: Simulation | ScenarioPrices, out: Path, asked: Asked) -> list[Path]:
    """The page in both languages and its twins, Parquet among them."""
    stem = f"scenario-{answer.key}"
    return write_files(out, page_files(stem, answer, asked, _page) | {f"{stem}.parquet": parquet_bytes(answer.rows())})


def _page(answer: Simulation | ScenarioPrices, lang: Language, zone: ZoneInfo, twin: str) -> str:
    if isinstance(answer, ScenarioPrices):
        return scenario_prices_page(answer, lang, zone, twin)
    return scenario_page(answer, lang, zone, twin)
