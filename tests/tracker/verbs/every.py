"""Every action of tracker.access: a call of a verb that takes it, or why no state of an earlier day rests on it."""

from __future__ import annotations

from tests.tracker.verbs import guidelines, workspace

VERBS = {**guidelines.VERBS, **workspace.VERBS}
"""By action (and way) one verb that changes what the state of a day rests on."""
ELSEWHERE = {
    "guideline.stock": "only adds rows that say when",
    "link.suggest": "the machine's word is no state",
    "network.suggest": "the machine's word is no state",
    "crosswalk.suggest": "the machine's word is no state",
    "crosswalk.import": "decides by the same verbs",
    "reuse.find": "the machine's word is no state",
    "reading.check": "changes a requirement by the verbs of editing",
    "reading.refine": "weights",
    "coding.decide": "codings say when they were made and withdrawn",
    "source.check": "checks say when",
    "individual.read": "reads",
    "backup.save": "saves the whole database",
    "individual.dispose": "takes words away, which no earlier day keeps",
    "secrecy.mark": "holds for every day: what is secret now is secret in reports of earlier days too",
    "records.extract": "reads alone",
    "retention.set": "for how long use is remembered, which no view of a day reads",
    "retention.apply": "the same",
    "person.read": "reads alone",
    "person.dispose": "takes names away, which no earlier day keeps",
    "coders.name": "reads alone",
    **dict.fromkeys(("study.plan", "study.judge", "study.adjudicate", "study.reply"), "no view of a day reads studies"),
    "workspace.build": "makes the workspace",
    "four_eyes.set": "how decisions come about, which no figure of a day reads",
    "people.change": "roles are no state of the evidence",
    "token.make": "who may read, which no view of a day asks",
    "token.revoke": "the same",
}
"""Actions that change nothing that is rolled back through events, each with why."""
