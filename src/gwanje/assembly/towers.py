"""Opening a tower: content is read, rooms are made from its texts, stores are opened under the state folder."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from importlib.resources import as_file
from pathlib import Path
from zoneinfo import ZoneInfo

from gwanje.answers.tower import Tower
from gwanje.assembly.content_roots import ContentRoot, open_folder, open_package
from gwanje.assembly.settings import Settings
from gwanje.assembly.stores import find_relapses, open_evidence, read_links, read_region_rows, read_scenarios
from gwanje.evidence import (
    Claim,
    Claims,
    Countries,
    Facts,
    FrozenPages,
    HomeCountry,
    References,
    Unknowns,
    Vintages,
    disagreements_in,
    read_home_country,
    read_sources,
)
from gwanje.evidence.facts import TARIFF_STACKS
from gwanje.foundation.errors import IntegrityError, UnknownKeyError, WrongUseError
from gwanje.items import ItemRegistry
from gwanje.journal import open_journal
from gwanje.registry import Act, RecordedReform, Registry, RegistryInputs
from gwanje.registry.store import RegistryStore
from gwanje.watch import INDICATORS, INTAKE, EnteredNotices, Restrictions, Schemes, Thresholds
from gwanje.watch.notices import entered_notices
from gwanje.watch.store import WatchStore

_open_resources = ExitStack()


def open_tower(settings: Settings, *, notice: Callable[[str], None] = lambda _: None) -> Tower:
    """The tower of one country: its content, with the world's, and its stores."""
    roots = [open_package(name) for name in settings.packages]
    if settings.content is not None:
        roots.append(open_folder(settings.content))
    home_root, country = _choose_country(roots, settings)
    shared = [root for root in roots if "country.yaml" not in root.texts]
    used = [*shared, home_root]
    texts = {path: text for root in used for path, text in root.texts.items()}
    zone = country.zone_info
    sources = read_sources(texts, zone)
    state = settings.home / country.iso3
    state.mkdir(parents=True, exist_ok=True)
    address = settings.journal or state / "journal.sqlite"
    journal = open_journal(address)
    packaged = [_tables(root) for root in used]
    registry_store = RegistryStore(journal)
    written = References.read(texts, zone)
    acts, base, fault = _entered(registry_store)
    published = {one.id: one.published for one in written}
    told = Claims.read(texts, zone, written)
    citable = frozenset({*written.by_id, *told.by_id})
    inputs = RegistryInputs(texts, zone, written.compiled, published, acts, base, citable)
    registry = Registry.read_what_fits(inputs)
    items = ItemRegistry.read(texts, zone)
    watch_store = WatchStore(journal)
    notices, notices_fault = _confirmed(watch_store, zone)
    references = written.joined((*registry.references, *notices.references))
    claims = told.joined(_disagreements(registry, zone), references)
    return Tower(
        country=country,
        zone=zone,
        references=references,
        claims=claims,
        unknowns=Unknowns.read(texts),
        facts=Facts.read(texts, zone, references, claims=[claim.id for claim in claims]),
        given_registry=registry,
        registry_fault=fault,
        registry_inputs=inputs.without(unapplied.act for unapplied in registry.unapplied),
        registry_store=registry_store,
        watch_store=watch_store,
        items=items,
        given_restrictions=Restrictions.read(texts, zone, references.known_of).joined(
            notices.measures, notices.pauses, references.known_of, notices.taken_back
        ),
        notices_fault=notices_fault,
        schemes=Schemes.read(texts, zone, references.known_of),
        given_thresholds=Thresholds.read_if_there(texts),
        countries=_countries(used),
        sources=sources,
        vintages=Vintages(state, journal, sources, packaged),
        open_evidence=partial(open_evidence, state, journal, sources, packaged),
        read_links=partial(read_links, texts, zone, references, [item.key for item in items]),
        read_region_rows=partial(read_region_rows, texts, zone),
        read_scenarios=partial(read_scenarios, texts, zone, references),
        frozen=FrozenPages(journal),
        state=state,
        journal_address=address,
        find_relapses=find_relapses,
        build_notice=notice,
        tariff_texts={path: text for path, text in texts.items() if path.startswith(TARIFF_STACKS)},
        intake_texts={path: text for path, text in texts.items() if path.startswith(INTAKE)},
        indicator_texts={path: text for path, text in texts.items() if path.startswith(INDICATORS)},
    )


def _entered(store: RegistryStore) -> tuple[tuple[Act, ...], int, IntegrityError | None]:
    """What people entered, and the last entry's number; where the journal does not hold, the reason instead."""
    try:
        base = store.base()
        return store.acts(), base, None
    except IntegrityError as fault:
        return (), 0, fault


def _confirmed(store: WatchStore, zone: ZoneInfo) -> tuple[EnteredNotices, IntegrityError | None]:
    """The notices that people confirmed; where the journal does not hold, the reason instead."""
    try:
        return entered_notices(store.notices.acts(), zone), None
    except IntegrityError as fault:
        return EnteredNotices(), fault


def _disagreements(registry: Registry, zone: ZoneInfo) -> list[Claim]:
    """What recorded reforms bring to the claims ledger."""
    reforms = [act for act in registry.acts if isinstance(act, RecordedReform)]
    return [claim for act in reforms for claim in disagreements_in(act.text, act.place, zone)]


def _choose_country(roots: list[ContentRoot], settings: Settings) -> tuple[ContentRoot, HomeCountry]:
    countries = [(root, read_home_country(root.texts)) for root in roots if "country.yaml" in root.texts]
    if not countries:
        raise WrongUseError(
            "No content names a country",
            expected="a content package or folder with country.yaml",
            found=", ".join(root.name for root in roots) or "no content at all",
            remedy="Give --content DIR, or name a country package in GWANJE_CONTENT_PACKAGES",
        )
    if not settings.country:
        return countries[-1]
    wanted = settings.country.upper()
    for root, country in reversed(countries):
        if country.iso3 == wanted:
            return root, country
    known = ", ".join(country.iso3 for _, country in countries)
    raise UnknownKeyError(
        f"No content for country '{settings.country}'",
        expected=f"one of {known}",
        found=settings.country,
        remedy="Load its content with --content DIR; gwanje never answers for a country it has no content for",
    )


def _countries(roots: list[ContentRoot]) -> Countries:
    countries = Countries({})
    for root in roots:
        countries = countries.joined(Countries.read(root.texts))
    return countries


def _tables(root: ContentRoot) -> Path:
    """The folder of a root's tables as a path; a zipped package is unpacked for as long as the program runs."""
    return _open_resources.enter_context(as_file(root.place.joinpath("tables")))
