"""A list is stored whole or not at all, the same again changes nothing, and a preview is what then happens."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from tracker import former, tasks
from tracker.database import Database
from tracker.errors import Conflict, NotAllowed, NotFound
from tracker.importers import intake, lists
from tracker.importers.headings import How
from tracker.listing.rows import FieldChange, Stored
from tracker.tables.event import Event
from tracker.tables.journey import JourneyStep, Touchpoint
from tracker.tables.mapping import ColumnMapping
from tracker.tables.measurement import Indicator, Measurement, Record
from tracker.tables.network import Actor, ActorKind, Relation
from tracker.tables.people import Person, Workspace
from tracker.tables.service import Service, System
from tracker.tables.staffing import Individual, Position

ACTORS = "namn,slag,del av\nKontaktcenter,enhet,Kommunstyrelsen\nKommunstyrelsen,nämnd,Provby kommun\n"
SERVICES = "namn,enhet,status,verksamhetssystem,leverantör\nBygglov,Kontaktcenter,i drift,Plan,Lod AB\n"


class Importing:
    """Imports text as lists into a workspace."""

    def __init__(self, database: Database, workspace_id: int, by: Person) -> None:
        self.database, self.workspace_id, self.by = database, workspace_id, by

    def __call__(self, kind: str, text: str, **options: object) -> Stored:
        arguments = (self.database, text.encode(), f"{kind}.csv", kind, self.workspace_id)
        return tasks.import_list(*arguments, by=self.by, **options)  # type: ignore[arg-type] # mapping or digest

    def preview(self, kind: str, text: str) -> intake.Preview:
        arguments = (self.database, text.encode(), f"{kind}.csv", kind, self.workspace_id)
        return tasks.preview_list(*arguments, by=self.by)

    def count(self, table: type) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def importing(database: Database, workspace: Workspace, person: Person) -> Importing:
    found = Importing(database, workspace.id, person)
    found("actors", ACTORS)
    found("services", SERVICES)
    return found


def test_actors_refer_to_later_rows_and_to_the_municipality(importing: Importing) -> None:
    with importing.database.reading() as session:
        names = {actor.id: actor.name for actor in session.scalars(select(Actor))}
        above = {actor.name: names.get(actor.part_of_id or 0) for actor in session.scalars(select(Actor))}
    assert above["Kontaktcenter"] == "Kommunstyrelsen"
    assert above["Kommunstyrelsen"] == "Provby kommun"


def test_the_municipality_is_known_without_the_word_for_it(importing: Importing) -> None:
    assert importing("actors", "namn,slag,roll\nProvby,kommun,Kommunen själv\nGrannby,kommun,Granne\n").added == 1


def test_services_bring_their_systems_and_vendors(importing: Importing) -> None:
    with importing.database.reading() as session:
        assert session.scalars(select(System.name)).all() == ["Plan"]
        assert session.scalars(select(Actor.name).where(Actor.kind == ActorKind.VENDOR)).all() == ["Lod AB"]


def test_the_same_list_again_changes_nothing_and_writes_no_event(importing: Importing) -> None:
    before = importing.count(Event)
    again = importing("services", SERVICES)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 1)
    assert importing.count(Event) == before


def test_a_change_is_shown_before_it_happens(importing: Importing) -> None:
    text = SERVICES.replace("i drift", "pilot").replace("Plan", "Karta")
    preview = importing.preview("services", text)
    assert preview.stored.changes[0].fields == (
        FieldChange(field="status", before="service_status.in_service", after="service_status.pilot"),
        FieldChange(field="back_office_system", before="Plan", after="Karta"),
    )
    assert preview.stored.introduced == (("system", "Karta"),)
    with importing.database.reading() as session:
        assert session.scalars(select(Service.status)).one().value == "in_service"
    assert importing.count(System) == 1
    assert importing("services", text, digest=preview.digest).changed == 1


def test_a_preview_does_not_tell_who_held_a_role_before(importing: Importing) -> None:
    importing("actors", "namn,slag,innehavare\nKontaktcenter,enhet,Åsa Lind\n")
    preview = importing.preview("actors", "namn,slag,innehavare\nKontaktcenter,enhet,Bo Ek\n")
    assert preview.stored.changes[0].fields == (FieldChange(field="holder", before=None, after="Bo Ek"),)


def test_columns_that_a_file_lacks_are_left_as_they_are(importing: Importing) -> None:
    importing("services", "namn,kanal\nBygglov,webb\n")
    with importing.database.reading() as session:
        service = session.scalars(select(Service)).one()
        assert (service.channel, service.status.value, service.unit_id is None) == ("webb", "in_service", False)


def test_what_changed_since_the_preview_is_not_imported_unseen(importing: Importing) -> None:
    text = SERVICES.replace("i drift", "pilot")
    preview = importing.preview("services", text)
    importing("services", SERVICES.replace("i drift", "avslutad"))
    with pytest.raises(Conflict) as caught:
        importing("services", text, digest=preview.digest)
    assert caught.value.code == "error.list_changed"


def test_one_bad_row_keeps_all_others_out(importing: Importing) -> None:
    with pytest.raises(intake.RowsRefused):
        importing("positions", "enhet,titel,fte\nKontaktcenter,Chef,1\nKontaktcentret,Vägledare,6\n")
    assert importing.count(Position) == 0


def test_problems_of_reading_and_of_names_come_together_in_the_order_of_the_file(importing: Importing) -> None:
    with pytest.raises(intake.RowsRefused) as caught:
        importing("positions", "enhet,titel,fte\nNågon annan,Chef,1\nKontaktcenter,Vägledare,sex\n")
    assert [(problem.cell, problem.code) for problem in caught.value.problems] == [
        ("A2", "error.name_unknown"),
        ("C3", "error.cell_number"),
    ]


def test_a_mapping_that_a_person_chose_is_remembered(importing: Importing) -> None:
    text = "Var,Vad,Hur mycket\nKontaktcenter,Chef,1\n"
    importing("positions", text, mapping={0: "unit", 1: "title", 2: "fte"})
    assert importing.count(ColumnMapping) == 1
    assert importing("positions", text).unchanged == 1


def test_a_guess_is_made_only_for_somebody_who_sees_it(importing: Importing) -> None:
    data = "Enhetens namn,Titel,Årsarbetar\nKontaktcenter,Chef,1\n".encode()
    opened = intake.opened(data, "x.csv", "positions")
    with importing.database.reading() as session:
        for guess, how in ((False, How.LEFT_OUT), (True, How.GUESSED)):
            found = intake.propose(session, opened, importing.workspace_id, guess=guess)
            assert found.headings[2].how is how


def test_an_import_is_one_event_with_its_counts(importing: Importing) -> None:
    with importing.database.reading() as session:
        event = session.scalars(select(Event).order_by(Event.id.desc())).first()
        assert event is not None
        said = {key: value for key, value in event.after.items() if key not in {"sha256", former.MADE}}
    assert said == {"list": "services", "added": 1, "changed": 0, "rows": 1, "introduced": 2}


def test_whoever_may_only_look_may_not_import(importing: Importing) -> None:
    with importing.database.writing() as session:
        importing.by = Person(name="Gäst")
        session.add(importing.by)
    with pytest.raises(NotAllowed):
        importing("services", SERVICES)


def test_a_kind_there_is_none_of(importing: Importing) -> None:
    with pytest.raises(NotFound):
        importing("wishes", SERVICES)


def test_a_relation_once_suggested_is_confirmed_by_a_list(importing: Importing) -> None:
    text = "från,till,slag\nKommunstyrelsen,Kontaktcenter,styr\n"
    assert importing("relations", text).added == 1
    assert importing("relations", text).unchanged == 1
    assert importing.count(Relation) == 1


def test_contact_statistics_become_three_measurements(importing: Importing) -> None:
    text = (
        "månad,aktör,kontaktorsak,kanal,kontakter,lösta vid första kontakten,väntetid\n"
        "2026-03,Kontaktcenter,Bygglov,telefon,400,300,4.5\n2026-04,Kontaktcenter,Bygglov,telefon,0,0,\n"
    )
    done = importing("contact_statistics", text)
    assert done.introduced == (("topic", "Bygglov"),)
    with importing.database.reading() as session:
        rows = session.scalars(select(Measurement).order_by(Measurement.id)).all()
    assert [(row.indicator, row.value, row.n, row.group) for row in rows] == [
        ("contact_volume", 400, None, "phone"),
        ("first_contact_resolution", 0.75, 400, "phone"),
        ("waiting_time", 4.5, 400, "phone"),
        ("contact_volume", 0, None, "phone"),
    ]
    assert (rows[0].period_from, rows[0].period_to) == (date(2026, 3, 1), date(2026, 3, 31))
    again = importing("contact_statistics", text.replace("300", "320"))
    assert (again.added, again.changed, again.unchanged) == (0, 1, 1)


def test_grades_become_a_mean_from_0_to_100(importing: Importing) -> None:
    importing(
        "surveys",
        "service,group,item,period,grade_1,grade_2,grade_3,grade_4,grade_5\nBygglov,medborgare,ease,2026,1,0,0,1,2\n",
    )
    with importing.database.reading() as session:
        row = session.scalars(select(Measurement)).one()
    assert (row.value, row.n, row.group) == (68.75, 4, "citizens")


def test_key_figures_of_the_own_municipality_bring_their_indicator(importing: Importing) -> None:
    with importing.database.writing() as session:
        session.get_one(Workspace, importing.workspace_id).municipality_code = "0114"
    text = "kpi,municipality,period,gender,value,title\nN1,114,2024,K,2.5,Mått\nN1,0180,2024,K,3,Mått\n"
    assert importing("kolada", text).added == 1
    with importing.database.reading() as session:
        row = session.scalars(select(Measurement)).one()
        assert session.get_one(Indicator, "N1").name_sv == "Mått"
    assert (row.value, row.n, row.group, row.period_to) == (2.5, None, "women", date(2024, 12, 31))


def test_records_keep_the_facts_of_their_kind(importing: Importing) -> None:
    text = (
        "tjänst,slag,datum,antal deltagare,andel som lyckades,item,done\n"
        "Bygglov,Användartest,2026-02-10,6,83 %,,\nBygglov,Kontroll före start,2026-02-10,,,owner,ja\n"
        "Bygglov,Kontroll före start,2026-02-10,,,training,nej\n"
    )
    assert importing("records", text).added == 3
    with importing.database.reading() as session:
        facts = session.scalars(select(Record.facts).order_by(Record.id)).all()
    assert facts[:2] == [{"participants": 6, "success": 0.83}, {"item": "owner", "done": True}]
    assert importing("records", text).unchanged == 3


def test_journeys_step_by_step(importing: Importing) -> None:
    text = (
        "resa,slag,tjänst,nummer,steg,kanaler,problem internt\n"
        "Söka lov,kundresa,Bygglov,1,Förstå,webb; telefon,Många frågor\nSöka lov,kundresa,,2,Ansöka,e-tjänst,\n"
    )
    assert importing("journeys", text).added == 2
    again = importing("journeys", text.replace("webb; telefon", "webb"))
    assert (again.changed, again.unchanged) == (1, 1)
    assert (importing.count(JourneyStep), importing.count(Touchpoint)) == (2, 2)


def test_a_name_is_kept_only_where_it_is_given(importing: Importing) -> None:
    importing("positions", "enhet,titel,fte,innehavare\nKontaktcenter,Chef,1,Alva Påhittsson\nKontaktcenter,Ny,1,\n")
    assert importing.count(Individual) == 1
    importing("positions", "enhet,titel,fte,innehavare\nKontaktcenter,Chef,1,\n")
    with importing.database.reading() as session:
        assert session.scalars(select(Position.individual_id)).all() == [None, None]


@pytest.mark.parametrize("code", lists.KINDS)
def test_the_headings_of_a_template_tell_its_kind(code: str) -> None:
    from tracker.importers import templates

    for language in ("sv", "en"):
        for make in templates.TEMPLATES.values():
            assert lists.likely(lists.source(make(code, language), "mall"))[0] == code


def test_positions_in_everyday_words_are_taken_for_positions() -> None:
    text = "Enhet;Befattning;Kärnroll;Heltider;Tillsatta;Från;Källa\nKontaktcenter;Vägledare;;8;7;2025-10-01;Lista\n"
    assert lists.likely(lists.source(text.encode(), "lista.csv"))[0] == "positions"


def test_a_list_of_mostly_strange_headings_is_no_kind() -> None:
    text = "Från;Källa;Färg;Bredd;Vikt;Höjd;Doft;Smak\n2025-01-01;Lista;a;b;c;d;e;f\n"
    assert "analytics" not in lists.likely(lists.source(text.encode(), "lista.csv"))
