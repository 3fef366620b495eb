"""The command that looks everything over and says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.lines import spelled

if TYPE_CHECKING:
    from tracker.doctor.examining import Examined
    from tracker.doctor.finding import Finding
    from tracker.settings import Settings


def doctor(
    *,
    replay: Annotated[
        bool, typer.Option("--replay", help="Read the whole history too, and compare what it says with the rows.")
    ] = False,
    anchor: Annotated[
        list[str] | None,
        typer.Option(help="An exported file or report, or HEAD:COUNT from one: the history must still hold it."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One object instead of sentences.")] = False,
) -> None:
    """Look everything over: history, quotes, files, references, guards. Ends with status 1 when something is wrong."""
    from tracker.database import connect
    from tracker.doctor import anchors
    from tracker.doctor.examining import examine
    from tracker.errors import DatabaseProblem
    from tracker.settings import Settings

    heads = [head for given in anchor or [] for head in anchors.read(given)]
    settings = Settings()
    if settings.database_file is not None and not settings.database_file.is_file():
        raise DatabaseProblem("error.database_unavailable", detail=str(settings.database_file))
    database = connect(settings.database_url)
    try:
        with database.reading() as session:
            examined = examine(session, replay=replay, anchors=heads)
    finally:
        database.close()
    typer.echo(spelled(_plain(examined), indent=1) if as_json else _said(examined))
    _remind(settings)
    if _unsafe() or examined.findings:
        raise typer.Exit(1)


def _unsafe() -> bool:
    """Say which settings are dangerous together; whether the server would not start with them."""
    from tracker import locales, prudence
    from tracker.cli import language

    found = prudence.checks(prudence.server())
    for one in found:
        typer.echo(locales.text(one.code, language(), **one.values), err=True)
    return any(one.refused for one in found)


def _remind(settings: Settings) -> None:
    """Say beside the findings that a backup is due: nothing is wrong with the database."""
    from tracker import backup, clock, locales
    from tracker.cli import language

    due = backup.overdue(settings)
    if due is None:
        return
    if due.last is None:
        said = locales.text("cli.backup_none", language())
    else:
        made = locales.day(clock.day_of(due.last), language())
        said = locales.text("cli.backup_old", language(), day=made, days=due.days)
    typer.echo(said, err=True)


def _said(examined: Examined) -> str:
    from tracker import locales
    from tracker.cli import language

    lines = []
    for name, found in examined.found.items():
        state = (
            locales.text("doctor.fine", language())
            if not found
            else locales.text_n("doctor.found", len(found), language())
        )
        lines.append(f"{locales.text(f'doctor.check.{name}', language())}: {state}")
        for finding in found:
            said, remedy = (
                locales.text(f"doctor.{code}", language(), place=finding.place, **finding.values)
                for code in (finding.code, f"{finding.code}.do")
            )
            lines.append(f"  {finding.place}: {said} {remedy}")
    lines += [
        locales.text("doctor.head", language(), chain=head.chain, events=head.count, head=head.hash)
        for head in examined.heads
    ]
    return "\n".join(lines)


def _plain(examined: Examined) -> dict[str, object]:
    return {
        "ok": not examined.findings,
        "checks": {name: [_row(finding) for finding in found] for name, found in examined.found.items()},
        "chains": [{"chain": head.chain, "events": head.count, "head": head.hash} for head in examined.heads],
    }


def _row(finding: Finding) -> dict[str, object]:
    return {"code": finding.code, "place": finding.place, "values": dict(finding.values)}
