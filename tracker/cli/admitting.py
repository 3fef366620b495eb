"""The command that lets people in: for the first administrator, before anybody can sign in to do it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from tracker.cli.workplace import Workspace, open_tracker


class Role(StrEnum):
    """The roles of tracker.tables.people, again: reading all tables in would take longer than --help may."""

    VIEWER = "viewer"
    CODER = "coder"
    REVIEWER = "reviewer"
    ADMIN = "admin"
    AUDITOR = "auditor"


def admit(
    login: Annotated[str, typer.Argument(help="Their e-mail address, or what the proxy calls them.")],
    role: Annotated[Role, typer.Option(help="What they may do there; docs/roles.md says which role does what.")],
    workspace: Workspace,
    name: Annotated[str, typer.Option(help="Their name, as colleagues shall see it; the login without.")] = "",
) -> None:
    """Let a person into a workspace, who signs in by docs/sign-in.md; needed once for the first administrator."""
    from tracker import locales, people, workspaces
    from tracker.cli import language
    from tracker.tables.people import Role as Held

    database, by = open_tracker()
    with database.writing() as session:
        place = workspaces.find(session, workspace)
        person = people.admit(session, place.id, login, name, Held(role.value), by=by)
    said = {
        "login": person.login or "",
        "role": locales.text(f"role.{role.value}", language()),
        "workspace": place.slug,
    }
    typer.echo(locales.text("cli.admitted", language(), **said))
