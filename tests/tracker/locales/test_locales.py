"""Both languages say the same things, and everything the code can say has words."""

from __future__ import annotations

import ast
import importlib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import locales
from tracker.access import ACTIONS
from tracker.locales import day, has_text, language_codes, moment, number, percent, text, text_n, texts

ROOT = Path(locales.__file__).parents[2]
CODE = re.compile(r"(?:error|warning|reason|translation)\.[a-z0-9_]+")
ROOTS = {"PoliciesError", "NlpError", "TrackerError", "BadCell"}

# The closed sets whose members are shown to people, and the group their names lie in.
NAMED = {
    "tracker.tables.guideline.Force": "force",
    "tracker.tables.guideline.Zone": "zone",
    "tracker.tables.guideline.Level": "guideline_level",
    "tracker.tables.guideline.Bindingness": "bindingness",
    "tracker.tables.guideline.GuidelineStatus": "guideline_status",
    "tracker.tables.guideline.Verified": "verified",
    "tracker.tables.guideline.Applies": "applies",
    "tracker.tables.guideline.RequirementState": "requirement_state",
    "tracker.tables.lineage.LineageKind": "lineage_kind",
    "tracker.tables.lineage.EditKind": "edit_kind",
    "nlp.requirements.BearerKind": "bearer_kind",
    "nlp.requirements.Combination": "combination",
    "nlp.requirements.RoleKind": "role_kind",
    "nlp.requirements.StatementType": "statement_type",
    "tracker.tables.guideline.Decided": "link_state",
    "tracker.tables.change.SourceState": "source_state",
    "tracker.tables.assessment.SideState": "side_state",
    "tracker.tables.assessment.Compliance": "compliance",
    "tracker.tables.assessment.MeasureState": "measure_state",
    "tracker.tables.job.JobState": "job_state",
    "tracker.tables.link.LinkType": "link_type",
    "tracker.tables.translation.Mode": "mode",
    "tracker.tables.translation.Modifier": "modifier",
    "nlp.translation.modes.ElementName": "element_name",
    "nlp.translation.modes.ElementState": "element_state",
    "tracker.tables.local.DocumentStatus": "document_status",
    "tracker.tables.local.Publicity": "publicity",
    "tracker.tables.local.PassageType": "passage_type",
    "tracker.tables.network.ActorKind": "actor_kind",
    "tracker.tables.network.RelationKind": "relation_kind",
    "tracker.tables.network.Part": "part",
    "tracker.tables.network.NetworkRole": "network_role",
    "tracker.tables.journey.JourneyKind": "journey_kind",
    "tracker.tables.journey.Channel": "channel",
    "tracker.tables.journey.Side": "side",
    "tracker.tables.service.Acquisition": "acquisition",
    "tracker.tables.service.DesignDriver": "design_driver",
    "tracker.tables.service.ServiceStatus": "service_status",
    "tracker.tables.service.SystemKind": "system_kind",
    "tracker.tables.people.Role": "role",
    "policies.library.Scheme": "scheme",
    "tracker.views.tokens.TokenState": "token_state",
}


@cache
def _nodes() -> tuple[tuple[str, ast.Call | ast.ClassDef | ast.Constant], ...]:
    """Everything in the sources of the three packages that can hold a code, with its file."""
    sources = (path for package in ("policies", "nlp", "tracker") for path in sorted((ROOT / package).rglob("*.py")))
    trees = ((str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))) for path in sources)
    wanted = (ast.Call, ast.ClassDef, ast.Constant)
    return tuple((path, node) for path, tree in trees for node in ast.walk(tree) if isinstance(node, wanted))


@cache
def _problem_classes() -> frozenset[str]:
    """Names of the error classes of the three packages, found by following their bases."""
    found = set(ROOTS)
    classes = [node for _, node in _nodes() if isinstance(node, ast.ClassDef)]
    while True:
        more = {node.name for node in classes if {_name(base) for base in node.bases} & found} - found
        if not more:
            return frozenset(found)
        found |= more


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


@cache
def _calls() -> tuple[tuple[str, str, ast.Call], ...]:
    """(place, code, call) for every problem, warning and reason made with a literal code."""
    return tuple(_made())


def _made() -> Iterator[tuple[str, str, ast.Call]]:
    for path, call in _nodes():
        if not isinstance(call, ast.Call):
            continue
        for value in (*call.args[:1], *(word.value for word in call.keywords if word.arg == "code")):
            literal = value.value if isinstance(value, ast.Constant) else None
            if isinstance(literal, str) and (_name(call.func) in _problem_classes() or CODE.fullmatch(literal)):
                yield f"{path}:{call.lineno}", literal, call


def _placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def _forms(key: str, language: str) -> tuple[str, ...]:
    source = texts(language)
    return source.many[key] if key in source.many else (source.one[key],)


def test_languages_have_the_same_keys() -> None:
    first, *others = (
        set(texts(code).one) | {f"{key} (plural)" for key in texts(code).many} for code in language_codes()
    )
    for other in others:
        assert first ^ other == set()


@pytest.mark.parametrize("language", language_codes())
def test_no_text_is_empty_and_plurals_are_complete(language: str) -> None:
    assert [key for key, value in texts(language).one.items() if not value.strip()] == []
    assert [key for key, forms in texts(language).many.items() if len(forms) != 2 or not all(forms)] == []


def test_placeholders_are_the_same_in_every_language_and_form() -> None:
    differing = []
    for key in [*texts("sv").one, *texts("sv").many]:
        free = {"count"} if key in texts("sv").many else set()  # one thing may be said without a number
        sets = {frozenset(_placeholders(form)) - free for code in language_codes() for form in _forms(key, code)}
        if len(sets) != 1:
            differing.append(key)
    assert differing == []


def test_placeholders_are_plain_names() -> None:
    names = {name for code in language_codes() for form in texts(code).one.values() for name in _placeholders(form)}
    assert [name for name in names if not re.fullmatch(r"[a-z_]+", name)] == []


def test_every_code_in_the_sources_has_a_text() -> None:
    constants = {
        (node.value, path)
        for path, node in _nodes()
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
    }
    assert sorted(f"{code} in {path}" for code, path in constants if not has_text(code)) == []


def test_problems_are_raised_with_codes() -> None:
    assert [f"{place}: {code}" for place, code, call in _calls() if not CODE.fullmatch(code)] == []


def test_every_placeholder_is_given_where_the_code_is_used() -> None:
    missing = []
    for place, code, call in _calls():
        given = {word.arg for word in call.keywords}
        values = next((word.value for word in call.keywords if word.arg == "values"), None)
        if isinstance(values, ast.Dict):
            given |= {key.value if isinstance(key, ast.Constant) else None for key in values.keys}
        if None in given or (values is not None and not isinstance(values, ast.Dict)) or not has_text(code):
            continue  # spread or prepared elsewhere: cannot be told from the source
        lacking = _placeholders(_forms(code, "en")[0]) - {str(name) for name in given}
        missing += [f"{place}: {code} lacks {name}" for name in sorted(lacking)]
    assert missing == []


def test_every_text_asked_for_by_name_exists() -> None:
    asked = {
        (call.args[0].value, path)
        for path, call in _nodes()
        if isinstance(call, ast.Call) and _name(call.func) in {"text", "text_n", "t", "tn"} and call.args
        if isinstance(call.args[0], ast.Constant) and re.fullmatch(r"[a-z_]+\.[a-z0-9_.]+", str(call.args[0].value))
    }
    assert sorted(f"{key} in {path}" for key, path in asked if not has_text(str(key))) == []


@pytest.mark.parametrize(("path", "group"), NAMED.items())
def test_every_member_of_a_closed_set_has_a_name(path: str, group: str) -> None:
    module, name = path.rsplit(".", 1)
    members: type[StrEnum] = getattr(importlib.import_module(module), name)
    assert [member.value for member in members if not has_text(f"{group}.{member.value}")] == []
    assert [locales.member_key(member) for member in members] == [f"{group}.{member.value}" for member in members]


def test_every_action_that_can_be_refused_has_a_name() -> None:
    assert [action for action in ACTIONS if not has_text(f"action.{action}")] == []


def test_every_step_of_the_ladder_has_a_name_and_a_meaning() -> None:
    for step in ("not_examined", *map(str, range(8))):
        assert has_text(f"level.{step}")
        assert has_text(f"level_meaning.{step}")


@pytest.mark.parametrize("language", language_codes())
def test_errors_say_what_to_do(language: str) -> None:
    """What is wrong and the remedy are two sentences at least."""
    errors = {key: value for key, value in texts(language).one.items() if key.startswith("error.")}
    assert [key for key, value in errors.items() if not re.search(r"[.:;?!)”] \S", value)] == []


@pytest.mark.parametrize("language", language_codes())
def test_quotation_marks_follow_the_language(language: str) -> None:
    wrong = "“‘" if language == "sv" else "„»«"
    assert [key for key, value in texts(language).one.items() if any(mark in value for mark in wrong + '"')] == []


def test_a_missing_key_comes_back_in_brackets() -> None:
    assert text("no.key", "en") == text_n("no.key", 2, "sv") == "[no.key]"


def test_a_missing_value_leaves_its_placeholder() -> None:
    assert "{file}" in text("error.empty_file", "sv")


@given(st.text(), st.sampled_from(language_codes()))
def test_values_are_never_read_as_templates(value: str, language: str) -> None:
    assert value in text("error.empty_file", language, file=value)


def test_a_value_with_a_text_of_its_own_is_shown_by_it() -> None:
    assert "import guidelines" in text("error.not_allowed", "en", action="guideline.import")


def test_keys_among_the_values_are_shown_in_words() -> None:
    shown = text("error.cell_choice", "sv", value="blå", choices="service_status.planned, service_status.in_service")
    assert "Planerad, I drift" in shown


def test_large_numbers_are_grouped_but_not_ids() -> None:
    assert "20\xa0000" in text("error.table_too_many_rows", "sv", file="x", limit=20_000)
    assert "20000" in text("error.link_unknown", "sv", id=20_000)


def test_plural_forms() -> None:
    assert [text_n("count.services", count, "sv") for count in (0, 1, 2)] == ["0 tjänster", "1 tjänst", "2 tjänster"]


def test_an_unknown_language_gets_the_default() -> None:
    assert text("force.obligation", "fi-FI") == text("force.obligation", "sv") == "skyldighet"


def test_days_and_moments_are_those_of_sweden() -> None:
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert day(late, "sv") == "1 juli 2026"
    assert moment(late, "en") == "2026-07-01 00:30"
    assert day(date(2026, 12, 24), "en") == "24 Dec 2026"


def test_nothing_is_shown_as_a_dash() -> None:
    assert day(None, "sv") == moment(None, "sv") == number(None, "sv") == percent(None, "sv") == "–"


def test_values_may_be_called_what_the_arguments_are() -> None:
    shown = locales.text("error.json_key", "en", file="a.jsonl", line=1, key="id")
    assert shown.startswith("a.jsonl, line 1: the key id ")
    strange = locales.text("warning.language_without_rules", "en", file="a.txt", language="fi")
    assert "{language}" not in strange


def test_another_language_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in (ROOT / "tracker" / "locales").glob("*.po"):
        shutil.copy(file, tmp_path)
    words = (tmp_path / "en.po").read_text("utf-8")
    norwegian = words.replace("en_GB", "nb_NO", 1).replace("X-Language-Name: English", "X-Language-Name: Norsk")
    (tmp_path / "nb.po").write_text(norwegian, "utf-8")
    monkeypatch.setattr(locales, "FOLDER", tmp_path)
    with _read_anew():
        assert (language_codes(), locales.languages()["nb"].name) == (("sv", "en", "nb"), "Norsk")
        assert (locales.day(date(2026, 5, 17), "nb"), locales.number(1234.5, "nb")) == ("17. mai 2026", "1\xa0234,5")
        assert locales.text_n("count.requirements", 1, "nb") == "1 requirement"


@contextmanager
def _read_anew() -> Iterator[None]:
    """Forget what was read of the files, before and after."""
    for kept in (locales.languages, locales.texts):
        kept.cache_clear()
    yield
    for kept in (locales.languages, locales.texts):
        kept.cache_clear()
