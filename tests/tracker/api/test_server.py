"""The read API: who may read what, pages, filters, what has not changed, and refusals in both languages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st
from sqlalchemy import event, select

from tests.tracker import studied
from tests.tracker.api.conftest import Ask
from tests.tracker.studied import Studied
from tracker import tokens, workspaces
from tracker.api import reading
from tracker.api.resources import RESOURCES
from tracker.database import Database
from tracker.locales import text
from tracker.settings import Settings
from tracker.tables.guideline import Guideline, Requirement
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, Passage, Publicity
from tracker.tables.people import Person, Workspace
from tracker.tables.token import ApiToken
from tracker.views.exports.sheets import matrix_sheet
from tracker.views.ladder.shares import shares
from tracker.views.ladder.standings import standings

pytestmark = pytest.mark.usefixtures("evening")
READY = reading.ready


def every(ask: Ask, token: str, address: str) -> list[Any]:
    """The rows of all pages."""
    found, following = [], address
    while following:
        answer = ask(following, token)
        assert answer.status == 200, answer.content
        found += answer.json["items"]
        following = answer.json["next"]
        assert answer.headers.get("link", "") == (f'<{following}>; rel="next"' if following else "")
    return found


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("name", RESOURCES)
def test_pages_of_any_size_give_the_same_rows(ask: Ask, token: str, name: str) -> None:
    whole = every(ask, token, f"/api/{name}?limit=500")
    assert every(ask, token, f"/api/{name}?limit=2") == whole
    assert [row["id"] for row in whole] == sorted({row["id"] for row in whole})
    if RESOURCES[name].alone:
        assert [ask(f"/api/{name}/{row['id']}", token).json for row in whole[:3]] == whole[:3]


def test_what_there_is_is_told(ask: Ask, token: str) -> None:
    assert ask("/api").json["links"] == "http://localhost:8501/api/links"
    assert ask("/api/openapi.json").json["openapi"] == "3.1.0"
    for name in ("guidelines", "requirements", "links", "assessments", "services", "units", "matrix", "changes"):
        assert every(ask, token, f"/api/{name}") != [], name


def test_links_are_those_of_the_database(ask: Ask, token: str, database: Database, evening: Any) -> None:
    rows = {row["id"]: row for row in every(ask, token, "/api/links")}
    with database.reading() as session:
        stored = session.scalars(select(Link).where(Link.workspace_id == evening.workspace)).all()
        assert rows.keys() == {link.id for link in stored}
        for link in stored:
            row = rows[link.id]
            assert row["requirement_fingerprint"] == link.requirement_fingerprint
            assert row["state"] == link.state.value
            assert (row["quote"] is not None) == (link.passage_id is not None)


def test_the_matrix_is_that_of_the_screen(ask: Ask, token: str, database: Database, evening: Any) -> None:
    rows = every(ask, token, "/api/matrix")
    with database.reading() as session:
        sheet = matrix_sheet(session, evening.workspace, "sv")
        shown = {row["requirement_id"]: row for row in sheet.rows}
        assert {row["id"]: row["level"] for row in rows} == {number: row["level"] for number, row in shown.items()}
        found = standings(session, evening.workspace)
        cells = {(row["id"], cell["unit_id"]): cell["level"] for row in rows for cell in row["cells"]}
        assert cells
        assert all(found.cell(number, ("actor", unit)).shown == level for (number, unit), level in cells.items())
        told = {row["id"]: (row["concerned"], row["reached"]) for row in every(ask, token, "/api/coverage?by=unit")}
        assert told == {
            share.id: (share.concerned, list(share.reached)) for share in shares(session, evening.workspace, by="unit")
        }


@pytest.mark.parametrize(
    ("address", "field", "value"),
    [
        ("links?state=confirmed", "state", "confirmed"),
        ("requirements?force=obligation", "force", "obligation"),
        ("requirements?counted=true", "counted", True),
        ("matrix?force=obligation", "force", "obligation"),
        ("coverage?by=service", "by", "service"),
        ("changes?chain=library", "chain", "library"),
    ],
)
def test_filters_leave_what_they_name(ask: Ask, token: str, address: str, field: str, value: object) -> None:
    assert {row[field] for row in every(ask, token, f"/api/{address}")} == {value}


def test_since_leaves_what_came_later(ask: Ask, token: str) -> None:
    for name in ("links", "assessments", "changes"):
        assert every(ask, token, f"/api/{name}?since=2100-01-01T00:00:00Z") == []
        assert every(ask, token, f"/api/{name}?since=2000-01-01T00:00:00%2B01:00") == every(ask, token, f"/api/{name}")


def test_changes_go_on_from_a_number(ask: Ask, token: str) -> None:
    rows = every(ask, token, "/api/changes")
    assert every(ask, token, f"/api/changes?after={rows[2]['id']}&limit=3") == rows[3:]
    assert not {"api_token", "person"} & {row["kind"] for row in rows}


def test_what_has_not_changed_is_not_sent_again(
    ask: Ask, token: str, database: Database, person: Person, workspace: Workspace
) -> None:
    first = ask("/api/links", token)
    again = ask("/api/links", token, if_none_match=first.headers["etag"])
    assert (again.status, again.content) == (304, b"")
    assert ask("/api/links?limit=3", token, if_none_match=first.headers["etag"]).status == 200
    with database.writing() as session:
        workspaces.set_threshold(session, workspace.id, "outward_strong", 70.0, by=person)
    assert ask("/api/links", token, if_none_match=first.headers["etag"]).status == 200


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("nothing", 404, "error.api_address_unknown"),
        ("coverage/1", 404, "error.api_address_unknown"),
        ("links/0", 404, "error.api_address_unknown"),
        ("links/99999999999", 404, "error.api_address_unknown"),
        ("links/999999", 404, "error.api_row_unknown"),
        ("links/1/2", 404, "error.api_address_unknown"),
        ("links?limit=501", 400, "error.api_parameter"),
        ("links?after=-1", 400, "error.api_parameter"),
        ("links?after=1&after=2", 400, "error.api_parameter_twice"),
        ("links?since=igår", 400, "error.api_parameter"),
        ("links?since=0001-01-01T00:00:00%2B14:00", 400, "error.api_parameter"),
        ("links?state=", 400, "error.api_parameter"),
        ("links?password=1", 400, "error.api_parameter_unknown"),
    ],
)
def test_refusals_say_why_in_the_language_asked(
    ask: Ask, token: str, address: str, status: int, code: str, lang: str
) -> None:
    answer = ask(f"/api/{address}", token, accept_language=f"{lang}-XX,de;q=0.5")
    assert (answer.status, answer.json["status"], answer.json["code"]) == (status, status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json["detail"].split("{")[0][:9] == text(code, lang)[:9]
    assert "{" not in answer.json["detail"]


def test_nobody_reads_without_a_valid_token(ask: Ask, token: str, database: Database, person: Person) -> None:
    refused = ask("/api/links")
    assert (refused.status, refused.headers["www-authenticate"]) == (401, 'Bearer realm="tracker"')
    assert ask("/api/links", token + "x").status == 401
    assert ask("/api/links", authorization=f"Basic {token}").status == 401
    assert ask("/api/links", token, method="POST").status == 405
    assert ask("/api/links", token, method="HEAD").status == 200
    with database.writing() as session:  # the clock of a request is the real one
        row = session.scalars(select(ApiToken)).one()
        row.made_at, row.expires_at = row.made_at - timedelta(days=40), row.made_at - timedelta(days=1)
    assert ask("/api/links", token).status == 401


def test_a_revoked_token_is_refused(
    ask: Ask, token: str, database: Database, person: Person, workspace: Workspace
) -> None:
    assert ask("/api/links", token).status == 200
    with database.writing() as session:
        number = session.scalars(select(ApiToken.id)).one()
        tokens.revoke(session, workspace.id, number, by=person)
    assert ask("/api/links", token).status == 401


def test_another_workspace_is_not_there(ask: Ask, token: str, database: Database, person: Person, evening: Any) -> None:
    with database.writing() as session:
        other = workspaces.create(session, "Annanby kommun", by=person)
        theirs = tokens.make(session, other.id, "Deras", 30, by=person).shown
        guideline = session.scalars(select(Guideline).join(Requirement)).first()
        assert guideline is not None
        guideline.workspace_id = evening.workspace
        requirement = session.scalars(select(Requirement.id).where(Requirement.guideline_id == guideline.id)).first()
        number = guideline.id
    for name in ("links", "assessments", "services", "units"):
        (first, *_) = every(ask, token, f"/api/{name}")
        assert first not in every(ask, theirs, f"/api/{name}")
        assert ask(f"/api/{name}/{first['id']}", theirs).status == 404
    assert ask(f"/api/guidelines/{number}", token).status == 200
    for address in (f"guidelines/{number}", f"requirements/{requirement}"):
        assert ask(f"/api/{address}", theirs).status == 404
    told = every(ask, theirs, "/api/changes?chain=library")
    assert {("guideline", number), ("requirement", requirement)}.isdisjoint(
        (row["kind"], row["number"]) for row in told
    )


def test_what_is_under_secrecy_is_left_out(ask: Ask, token: str, database: Database) -> None:
    linked = [row for row in every(ask, token, "/api/links") if row["quote"]]
    with database.writing() as session:
        session.get_one(Passage, linked[0]["passage_id"]).secret = True
    words = linked[0]["quote"]["text"]
    assert ask(f"/api/links/{linked[0]['id']}", token).status == 404
    assert words not in str(every(ask, token, "/api/links"))
    with database.writing() as session:
        for document in session.scalars(select(LocalDocument)):
            document.publicity = Publicity.SECRECY
    assert [row for row in every(ask, token, "/api/links") if row["quote"]] == []
    told = {(row["kind"], row["number"]) for row in every(ask, token, "/api/changes")}
    assert not {"local_document", "local_edition"} & {kind for kind, _ in told}
    assert not {("link", row["id"]) for row in linked} & told


def test_names_of_people_and_notes_are_left_out(ask: Ask, token: str, database: Database) -> None:
    with database.writing() as session:
        session.scalars(select(Person)).one().name = "Kanariefågeln"
        for link in session.scalars(select(Link)):
            link.note = "Kanariefågeln sa så"
            link.version += 1
    for name in RESOURCES:
        assert "Kanariefågeln" not in str(every(ask, token, f"/api/{name}"))


def test_judgements_are_those_of_a_published_project(ask: Ask, token: str, published: Studied) -> None:
    (row,) = every(ask, token, "/api/studies")
    assert (row["state"], row["units"], row["coders"]) == ("published", 2, [1, 2])
    for place, mark in enumerate(every(ask, token, f"/api/marks?study_id={published.study}")):
        both = [studied.said(coder, place) for coder in (0, 1)]
        assert [(one["coder"], one["mode"]) for one in mark["judgements"]] == [
            (number, said.mode.value) for number, said in enumerate(both, start=1)
        ]
        assert [one["modifiers"] for one in mark["judgements"]] == [list(said.modifiers) for said in both]
        assert (mark["adjudication"] is not None) == (both[0].mode is not both[1].mode)
        assert mark["result"][0] == both[0].mode.value
        assert set(mark["result"]) <= {code["key"] for code in row["codes"]}


def test_a_unit_that_came_under_secrecy_is_not_there(
    ask: Ask, token: str, database: Database, published: Studied
) -> None:
    first, *others = every(ask, token, "/api/marks")
    with database.writing() as session:
        session.get_one(Passage, first["passage_id"]).secret = True
    assert every(ask, token, "/api/marks") == [row for row in others if row["passage_id"] != first["passage_id"]]


def test_a_project_of_another_workspace_is_not_there(
    ask: Ask, token: str, database: Database, person: Person, published: Studied
) -> None:
    with database.writing() as session:
        other = workspaces.create(session, "Annanby kommun", by=person)
        theirs = tokens.make(session, other.id, "Deras", 30, by=person).shown
    for address in ("studies", "marks"):
        (first, *_) = every(ask, token, f"/api/{address}")
        assert every(ask, theirs, f"/api/{address}") == []
        assert ask(f"/api/{address}/{first['id']}", theirs).status == 404
    assert every(ask, theirs, f"/api/marks?study_id={published.study}") == []


def test_no_row_asks_the_database_anew(ask: Ask, token: str, database: Database) -> None:
    asked: list[str] = []
    opened = reading.ready

    def watched(settings: Settings) -> Database:
        found = opened(settings)
        event.listen(found.read_engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "ready", watched)
        for name in ("guidelines", "requirements", "links", "assessments", "services", "units", "changes"):
            ask(f"/api/{name}?limit=1", token)
            asked.clear()
            ask(f"/api/{name}?limit=1&after=0", token)
            few = len(asked)
            asked.clear()
            ask(f"/api/{name}?limit=500", token)
            assert 0 < few <= 12, name
            assert len(asked) <= few + 1, name


def test_a_database_that_is_not_there_is_told(ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(reading, "ready", READY)
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'none' / 'at_all.db'}")
    answer = ask("/api/links", "tracker_x")
    assert (answer.status, answer.json["code"]) == (503, "error.api_not_ready")
    assert not (tmp_path / "none").exists()


NAMES = st.sampled_from(
    ["after", "limit", "guideline_id", "unit_id", "force", "state", "since", "by", "chain", "lang", "x"]
)
VALUES = st.one_of(
    st.integers(-5, 2**40).map(str),
    st.sampled_from(["", "obligation", "confirmed", "unit", "true", "2026-02-30T00:00:00Z"]),
    st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="#&"), max_size=12),
)  # fmt: skip


@tried(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(list(RESOURCES)), sent=st.lists(st.tuples(NAMES, VALUES), max_size=3))
def test_no_parameter_breaks_it(ask: Ask, token: str, name: str, sent: list[tuple[str, str]]) -> None:
    query = "&".join(f"{key}={value}" for key, value in sent)
    assert ask(f"/api/{name}?{query}", token).status in (200, 400)
