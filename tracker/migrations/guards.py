"""What the database itself refuses, whatever a program tries: the machine decides nothing, and evidence stays.

Each guard is a trigger, in a sentence in docs/decisions/0013-guards-in-the-database.md. SQLite loses the triggers of a
table that a migration rebuilds, so `migrations.upgrade` takes all away first and puts them in place when it is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

PREFIX = "guard_"
REFUSE = "guard_refuse"
"""The function all guards without a question of their own share on PostgreSQL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """One refusal. `verb` may name columns ("UPDATE OF state"); the row is refused where `when` holds of OLD and NEW
    and `holds`, which may ask other tables, does not.

    `differs` in the conditions stands for the comparison that takes an absent value for one of its own.
    """

    name: str
    table: str
    verb: str
    when: str
    holds: str = ""

    @property
    def trigger(self) -> str:
        """The name of the trigger; `verb` is part of it, since a guard of several verbs is as many triggers."""
        return f"{PREFIX}{self.table}_{self.name}_{self.verb.split()[0].lower()}"

    @property
    def message(self) -> str:
        """What the database says; for whoever reads a log, never for a screen."""
        return f"{self.table}: {self.name}"


DECIDED = ("link", "crosswalk", "takeover", "relation", "participation", "actor_role", "document_fact")
"""Tables whose rows the machine suggests and a person decides."""
VERSIONED = ("link", "crosswalk", "takeover")
ABOUT = {
    "crosswalk": ("upper_id", "lower_id"),
    "takeover": ("summary_id", "requirement_id"),
    "relation": ("from_id", "to_id", "kind"),
    "participation": ("document_id", "actor_id", "part"),
    "actor_role": ("actor_id", "role"),
    "document_fact": ("edition_id", "field", "value"),
}
"""What a decision is about, which no verb ever changes; links follow their words (`_links`)."""
SAID = {
    "link": ("score", "scorer", "reasons"),
    "crosswalk": ("score", "scorer", "reasons"),
    "relation": ("reasons",),
    "actor_role": ("reasons",),
}
"""What the machine said when a person decided."""
MADE_BY_MACHINE = {
    "relation": "NEW.document_id IS NOT NULL",
    "participation": "NEW.start >= 0",
    "actor_role": "1 = 1",
    "document_fact": "1 = 1",
}
"""How a new row shows that the machine made it: by having been read in a text."""
IN_MASSES = ("link", "crosswalk")
"""Tables whose new rows are looked at by constraints: suggestions come by the hundred thousand, and a trigger on every
new row makes that half as slow again.
"""
EITHER_DECIDED = "(OLD.state <> 'suggested' OR NEW.state <> 'suggested')"


def guards() -> Iterator[Guard]:
    """All of them."""
    for table in DECIDED:
        yield from _person(table)
        yield Guard(name="kept", table=table, verb="DELETE", when="OLD.state <> 'suggested'")
    for table, made in MADE_BY_MACHINE.items():
        yield Guard(name="born", table=table, verb="INSERT", when=f"NEW.state <> 'suggested' AND {made}")
    for table in VERSIONED:
        yield Guard(
            name="version", table=table, verb="UPDATE OF state, decided_by_id, version",
            when=f"({_changed('state', 'decided_by_id', 'decided_at')} OR {_changed('version')})"
            " AND NEW.version <> OLD.version + 1",
        )  # fmt: skip
    for table, columns in SAID.items():
        yield _fixed("said", table, columns)
    for table, columns in ABOUT.items():
        yield _fixed("about", table, columns)
    yield from _links()
    yield from _evidence()
    yield from _judgements()
    yield from _studies()
    yield from _records()


def _person(table: str) -> Iterator[Guard]:
    """A decision is a person's, and a suggestion nobody's."""
    for verb in ("INSERT", "UPDATE OF state, decided_by_id"):
        if verb == "INSERT" and table in IN_MASSES:
            continue
        yield Guard(
            name="person", table=table, verb=verb, when="NEW.state <> 'suggested' OR NEW.decided_by_id IS NOT NULL",
            holds="NEW.state <> 'suggested' AND EXISTS (SELECT 1 FROM person WHERE id = NEW.decided_by_id)",
        )  # fmt: skip


def _links() -> Iterator[Guard]:
    """A decided link stays on what was linked, but follows a passage to another edition of its document, and a
    requirement to the one that took it over; the words it stands on are others only by a new version or passage.
    """
    yield _fixed("about", "link", ("workspace_id", "service_id", "actor_id"))
    yield Guard(
        name="passage", table="link", verb="UPDATE OF passage_id",
        when=f"{EITHER_DECIDED} AND {_changed('passage_id')}",
        holds="(SELECT edition.document_id FROM passage JOIN local_edition AS edition ON edition.id ="
        " passage.edition_id WHERE passage.id = OLD.passage_id) = (SELECT edition.document_id FROM passage"
        " JOIN local_edition AS edition ON edition.id = passage.edition_id WHERE passage.id = NEW.passage_id)",
    )  # fmt: skip
    yield Guard(
        name="requirement", table="link", verb="UPDATE OF requirement_id",
        when=f"{EITHER_DECIDED} AND {_changed('requirement_id')}", holds=_taken_over(),
    )  # fmt: skip
    yield Guard(
        name="words", table="link", verb="UPDATE OF requirement_fingerprint, target_fingerprint",
        when=f"{EITHER_DECIDED} AND {_changed('requirement_fingerprint', 'target_fingerprint')}"
        f" AND NEW.version = OLD.version AND ({_changed('requirement_fingerprint')} OR NOT {_changed('passage_id')})",
    )  # fmt: skip


def _evidence() -> Iterator[Guard]:
    """A link gives evidence while it is confirmed, and evidence stays what it was given as."""
    for verb in ("INSERT", "UPDATE OF withdrawn_at"):
        yield Guard(
            name="confirmed", table="evidence", verb=verb, when="NEW.link_id IS NOT NULL AND NEW.withdrawn_at IS NULL",
            holds="EXISTS (SELECT 1 FROM link WHERE id = NEW.link_id AND state = 'confirmed'"
            " AND workspace_id = NEW.workspace_id)",
        )  # fmt: skip
    given = ("workspace_id", "actor_id", "service_id", "kind", "link_id", "measurement_id", "record_id", "by_id")
    yield Guard(name="given", table="evidence", verb=f"UPDATE OF {', '.join(given)}", when=_changed(*given))
    yield Guard(name="kept", table="evidence", verb="DELETE", when="1 = 1")


def _judgements() -> Iterator[Guard]:
    """A judgement is never another one: only the requirement it is on may be taken over, and a name taken out."""
    said = (
        "workspace_id", "actor_id", "service_id", "level", "side_state", "compliance", "evidence_digest", '"on"',
        "by_id", "recorded_at",
    )  # fmt: skip
    yield Guard(name="said", table="assessment", verb=f"UPDATE OF {', '.join(said)}", when=_changed(*said))
    moved = _changed("requirement_id", "requirement_fingerprint")
    yield Guard(
        name="requirement", table="assessment", verb="UPDATE OF requirement_id, requirement_fingerprint",
        when=moved, holds=_taken_over(),
    )  # fmt: skip
    yield Guard(name="kept", table="assessment", verb="DELETE", when="1 = 1")


def _studies() -> Iterator[Guard]:
    """A sample is drawn once and a codebook's edition keeps its codes; what somebody said of a unit only ever ends."""
    coded = ("workspace_id", "study_id", "unit_id", "edition_id", "mode", "modifiers", "rules", "codes", "recorded_at")
    said = {
        "sampled_link": (
            "workspace_id", "study_id", "position", "link_id", "requirement_id", "passage_id", "stratum",
            "requirement_fingerprint", "target_fingerprint",
        ),
        "code": ("workspace_id", "edition_id", "kind", "key"),
        "judgement": (
            *coded, "coder_id", "suggested", "shown", "requirement_fingerprint", "target_fingerprint", "seal",
        ),
        "adjudication": (*coded, "by_id"),
    }  # fmt: skip
    for table, columns in said.items():
        yield Guard(name="said", table=table, verb=f"UPDATE OF {', '.join(columns)}", when=_changed(*columns))
        yield Guard(name="kept", table=table, verb="DELETE", when="1 = 1")
    for table in ("judgement", "adjudication"):
        yield Guard(
            name="ended", table=table, verb="UPDATE OF withdrawn_at",
            when=f"OLD.withdrawn_at IS NOT NULL AND {_changed('withdrawn_at')}",
        )  # fmt: skip


def _records() -> Iterator[Guard]:
    """Bytes stay as they came, a chain grows event by event, and a first decision only ever ends."""
    yield Guard(
        name="bytes", table="original", verb="UPDATE OF sha256, size, data",
        when=_changed("sha256", "size", "data"),
    )  # fmt: skip
    yield Guard(
        name="grows", table="event_head", verb="UPDATE", when="1 = 1",
        holds="NEW.chain = OLD.chain AND NEW.seq = OLD.seq + 1"
        " AND EXISTS (SELECT 1 FROM event WHERE chain = NEW.chain AND seq = NEW.seq AND hash = NEW.hash)",
    )  # fmt: skip
    yield Guard(name="kept", table="event_head", verb="DELETE", when="1 = 1")
    first = ("workspace_id", "entity", "action", "decision", "seen_version", "by_id", "recorded_at")
    yield Guard(
        name="said", table="first_decision", verb=f"UPDATE OF {', '.join(first)}, ended_at",
        when=f"OLD.ended_at IS NOT NULL AND {_changed('ended_at')} OR {_changed(*first)}",
    )  # fmt: skip


def _fixed(name: str, table: str, columns: tuple[str, ...]) -> Guard:
    """Columns that stay as they are from the moment something is decided."""
    changed = f"{EITHER_DECIDED} AND {_changed(*columns)}"
    return Guard(name=name, table=table, verb=f"UPDATE OF {', '.join(columns)}, state", when=changed)


def _changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} differs OLD.{column}" for column in columns) + ")"


def _taken_over() -> str:
    return (
        "EXISTS (SELECT 1 FROM lineage WHERE from_id = OLD.requirement_id AND to_id = NEW.requirement_id"
        " AND kind = 'taken_over')"
    )


def renew(connection: Connection) -> None:
    """Put every guard in place, anew where it stands already."""
    drop(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text(_function(REFUSE, "")))
        for guard in guards():
            _on_postgresql(connection, guard)
        return
    for guard in guards():
        when = f"({guard.when})" + (f" AND ({guard.holds}) IS NOT TRUE" if guard.holds else "")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {guard.trigger} BEFORE {guard.verb} ON {guard.table} FOR EACH ROW"
            f" WHEN {when.replace('differs', 'IS NOT')} BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
        )


def drop(connection: Connection) -> None:
    """Take every guard away: before a migration, on a copy that is worked on, while another database is moved in."""
    if connection.dialect.name == "postgresql":
        for name in connection.scalars(text(_FUNCTIONS), {"like": _LIKE}).all():
            connection.exec_driver_sql(f"DROP FUNCTION {name}() CASCADE")  # and with it the triggers that call it
        return
    for name in _standing(connection):
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


def missing(connection: Connection) -> frozenset[str]:
    """The guards that are not there: somebody took them away, or altered a table by hand."""
    return frozenset(guard.trigger for guard in guards()) - _standing(connection)


_LIKE = PREFIX.replace("_", "!_") + "%"
_FUNCTIONS = (
    "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND proname LIKE :like ESCAPE '!'"
)
_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE :like ESCAPE '!'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgname LIKE :like ESCAPE '!' AND tgenabled <> 'D'"
    " AND tgrelid::regclass::text = ANY (SELECT tablename FROM pg_tables WHERE schemaname = current_schema())",
}


def _standing(connection: Connection) -> frozenset[str]:
    return frozenset(connection.scalars(text(_TRIGGERS[connection.dialect.name]), {"like": _LIKE}))


def _on_postgresql(connection: Connection, guard: Guard) -> None:
    function = REFUSE
    if guard.holds:
        function = guard.trigger
        connection.execute(text(_function(function, guard.holds)))
    connection.exec_driver_sql(
        f"CREATE TRIGGER {guard.trigger} BEFORE {guard.verb} ON {guard.table} FOR EACH ROW"
        f" WHEN ({guard.when.replace('differs', 'IS DISTINCT FROM')})"
        f" EXECUTE FUNCTION {function}('{guard.message}')"
    )


def _function(name: str, holds: str) -> str:
    """A function that refuses a row, as broken constraints are refused, unless `holds`."""
    past = f"IF ({holds}) IS TRUE THEN RETURN NEW; END IF; " if holds else ""
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {past}"
        "RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation'; END $$"
    )
