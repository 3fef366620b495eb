"""The files other fields read, each from its view to its bytes: the one list that command line and page offer.

A kind is a line in KINDS. Nobody is named in any of them; what is under secrecy is in them only where asked for by
somebody who may read it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from tracker import chains
from tracker.errors import NotFound, Refused, TrackerError
from tracker.exchange.coded import Project
from tracker.exchange.framework import ExchangedFramework
from tracker.exporters import cpsv, linked_data, network, oscal, qdpx, reqif, stamp
from tracker.tables.event import LIBRARY_CHAIN
from tracker.views.exports.coded_project import codebook, coded_project
from tracker.views.exports.coded_study import coded_study
from tracker.views.exports.described_services import described_services
from tracker.views.exports.framework import framework
from tracker.views.exports.organisation import organisation
from tracker.views.network.whole import network_shown
from tracker.views.research.studies import study


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the file is to hold: the language of its words, one guideline or all, with what is secret or without.

    `study_id` names a coding project, which is read as far as `reader` may (a person's number, None for anybody).
    """

    language: str
    guideline_id: int | None = None
    secrecy: bool = False
    study_id: int | None = None
    reader: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file, and how much of what it holds: by the words of the glossary, in the order they are told."""

    content: bytes
    counts: Mapping[str, int]


Make = Callable[[Session, int, Wanted], Made]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of file: how it is made in each of its forms, by their endings, and what that form is called on the web.

    `of_guideline` where it can be about one guideline alone, `of_study` about a coding project.
    """

    forms: Mapping[str, tuple[str, Make]]
    of_guideline: bool = False
    of_study: bool = False


def _framework(session: Session, workspace_id: int, wanted: Wanted) -> ExchangedFramework:
    return framework(
        session, workspace_id, wanted.language, guideline_id=wanted.guideline_id, sees_secrecy=wanted.secrecy
    )


def _reqif(session: Session, workspace_id: int, wanted: Wanted) -> Made:
    whole = _framework(session, workspace_id, wanted)
    counts = {
        "guidelines": len(whole.guidelines),
        "requirements": len(whole.requirements),
        "passages": sum(len(document.passages) for document in whole.documents),
        "links": len(whole.links),
        "crosswalks": len(whole.crosswalks),
    }
    return Made(content=reqif.reqif(whole), counts=counts)


def _catalog(session: Session, workspace_id: int, wanted: Wanted) -> Made:
    whole = _framework(session, workspace_id, wanted)
    counts = {"guidelines": len(whole.guidelines), "requirements": len(whole.requirements)}
    return Made(content=oscal.catalog(whole), counts=counts)


def _mappings(session: Session, workspace_id: int, wanted: Wanted) -> Made:
    whole = _framework(session, workspace_id, wanted)
    if not whole.crosswalks:
        raise Refused("error.export_no_crosswalks")
    return Made(content=oscal.mappings(whole), counts={"crosswalks": len(whole.crosswalks)})


def _assessments(session: Session, workspace_id: int, wanted: Wanted) -> Made:
    whole = _framework(session, workspace_id, wanted)
    counts = {"assessments": len(whole.assessments), "evidence": len(whole.evidence)}
    return Made(content=oscal.assessments(whole), counts=counts)


def _codings(session: Session, workspace_id: int, wanted: Wanted) -> Made:
    if wanted.study_id is not None:
        return _judgements(session, workspace_id, wanted.study_id, wanted)
    return _coded(coded_project(session, workspace_id, wanted.language, sees_secrecy=wanted.secrecy))


def _judgements(session: Session, workspace_id: int, study_id: int, wanted: Wanted) -> Made:
    """A coding project; Refused while it is coded blind. Nothing under secrecy is in it, whoever asks."""
    known = study(session, workspace_id, study_id, reader=wanted.reader)
    if known is None:
        raise NotFound("error.study_unknown", id=study_id)
    found = coded_study(session, workspace_id, study_id, wanted.language, wanted.reader)
    if found is None:
        raise Refused("error.package_blind", name=known.name)
    return _coded(found)


def _coded(found: Project) -> Made:
    given = {(selection.uuid, coding.coder) for selection in found.selections for coding in selection.codings}
    counts = {
        "documents": len(found.sources),
        "links": len(found.selections),
        "codings": len(given),
        "coders": len(found.coders),
    }
    return Made(content=qdpx.project(found), counts=counts)


def _codebook(_session: Session, _workspace_id: int, wanted: Wanted) -> Made:
    found = codebook(wanted.language)
    return Made(content=qdpx.codebook(found), counts={"codes": sum(len(group.below) for group in found)})


def _linked_data(form: str, session: Session, workspace_id: int, wanted: Wanted) -> Made:
    whole = _framework(session, workspace_id, wanted)
    bodies = organisation(session, workspace_id)
    services = described_services(session, workspace_id)
    counts = {
        "services": len(services),
        "actors": len(bodies.actors),
        "ties": len(bodies.relations),
        "requirements": len(whole.requirements),
        "links": len(whole.links),
        "assessments": len(whole.assessments),
    }
    return Made(content=linked_data.FORMS[form](whole, bodies, services), counts=counts)


def _network(form: str, session: Session, workspace_id: int, _wanted: Wanted) -> Made:
    shown = network_shown(session, workspace_id)
    content = network.FORMS[form](shown.nodes, shown.ties, shown.whole, shown.selection)
    return Made(content=content, counts={"actors": len(shown.nodes), "ties": len(shown.ties)})


KINDS: Mapping[str, Kind] = {
    "reqif": Kind(forms={"reqif": (reqif.MEDIA_TYPE, _reqif)}, of_guideline=True),
    "catalog": Kind(forms={"json": (oscal.MEDIA_TYPE, _catalog)}, of_guideline=True),
    "mappings": Kind(forms={"json": (oscal.MEDIA_TYPE, _mappings)}),
    "assessments": Kind(forms={"json": (oscal.MEDIA_TYPE, _assessments)}),
    "codings": Kind(forms={"qdpx": (qdpx.MEDIA_TYPE, _codings)}, of_study=True),
    "codebook": Kind(forms={"qdc": (qdpx.CODEBOOK_MEDIA_TYPE, _codebook)}),
    "linked-data": Kind(
        forms={form: (cpsv.MEDIA_TYPES[form], partial(_linked_data, form)) for form in linked_data.FORMS}
    ),
    "network": Kind(forms={form: (network.MEDIA_TYPES[form], partial(_network, form)) for form in network.FORMS}),
}


def make(session: Session, workspace_id: int, kind: str, form: str, wanted: Wanted) -> Made:
    """The file of the kind in the form, stamped with how far the history goes; TrackerError naming the forms it has."""
    forms = KINDS[kind].forms
    if form not in forms:
        raise TrackerError("error.export_format", format=form, choices=", ".join(forms))
    _, build = forms[form]
    made = build(session, workspace_id, wanted)
    heads = [head for head in chains.heads(session.connection()) if head.chain in (LIBRARY_CHAIN, workspace_id)]
    return Made(content=stamp.stamped(form, made.content, heads), counts=made.counts)
