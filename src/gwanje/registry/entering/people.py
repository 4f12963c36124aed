"""Posts and who sits on them, entered with the days they say; what they name must be declared."""

from dataclasses import replace

from gwanje.registry import refusals
from gwanje.registry.content.personnel import PostRecord, PostStatement
from gwanje.registry.entering.building import LogBuilder
from gwanje.registry.scopes import Scope


def add_people(builder: LogBuilder) -> None:
    """Enter posts and assignments; ids they name must be declared."""
    for post in builder.content.posts.values():
        for said in post.before:
            _add_post(builder, post, said)
    for given in builder.content.assignments:
        builder.declared("post", given.post, given.person, given.place)
        base = builder.statement_entry(given.post, given, given.since, given.attested)
        builder.put(replace(base, aspect=given.role, value=given))


def _add_post(builder: LogBuilder, post: PostRecord, said: PostStatement) -> None:
    builder.declared("unit", said.unit, post.id, said.place)
    keys = {record.key: record.id for record in builder.content.mandates.values()}
    for duty in said.duties:
        if duty.mandate not in keys:
            builder.declared("mandate", duty.mandate, post.id, said.place)
        if duty.scope != Scope().part:
            mandate = builder.content.mandates[keys.get(duty.mandate, duty.mandate)]
            parts = [part.key for part in mandate.parts]
            if duty.scope not in parts:
                raise refusals.unknown_part(mandate.id, duty.scope, parts, post.id, said.place)
    base = builder.statement_entry(post.id, said, said.since, said.attested)
    builder.put(replace(base, aspect="post", value=said))
    builder.put(replace(base, aspect="unit", value=said.unit))
