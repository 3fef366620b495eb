"""Whether a demand reaches fewer or more than the source's, and whether somebody else bears it: only on hard evidence.

Freely written passages leave out and add words for many reasons, so that a missing condition or a longer list shows
no change of scope. It takes scope words that answer each other, or sentences that are the same but for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nlp.requirements import RoleKind
from nlp.translation.bearers import is_general
from nlp.translation.frames import Frame
from nlp.translation.modes import Element, ElementName, ElementState, Modifier, Reason, Span
from nlp.translation.pairing import Pair
from nlp.translation.statements import Part, Statement
from nlp.translation.terms import Term, Vocabulary, content, matched
from nlp.translation.wording import placed_words

_SAME_TASK = 0.6  # of the content words of the rest of the demand: then who does it makes the difference
_BODY = 6  # letters that make two bodies of one kind: "förvaltningar", "förvaltningen"
_NAMED = 3  # words of a bearer that is a name: "den biträdande rektorn"; more is a description
_CLAUSE = re.compile(r",|\s(?:som|i|på|för|av|med|och|eller|who|that|in|of|for|with|and|or)\s", re.IGNORECASE)


def scope(pair: Pair) -> Iterator[tuple[Modifier, Reason]]:
    """NARROW or WIDEN, each at most once, the words on both sides with it."""
    narrower = _restricted(pair.target, pair.theirs, pair.source, pair.ours, pair) or _unit_for_all(pair)
    if narrower is not None:
        theirs, ours = narrower
        yield Modifier.NARROW, reason(pair, "translation.narrower", ours, theirs)
        return
    wider = _restricted(pair.source, pair.ours, pair.target, pair.theirs, pair)
    if wider is not None:
        yield Modifier.WIDEN, reason(pair, "translation.wider", *wider)
    elif (listed := _list_for_one(pair)) is not None:
        yield Modifier.WIDEN, reason(pair, "translation.wider", None, listed)


def shift(pair: Pair, elements: Iterable[Element]) -> Iterator[tuple[Modifier, Reason]]:
    """SHIFT where both demands name one bearer of their own and go on in the same words."""
    ours, theirs = pair.ours.part(RoleKind.DUTY_BEARER), pair.theirs.part(RoleKind.DUTY_BEARER)
    changed = [e for e in elements if e.name is ElementName.BEARER and e.state is ElementState.CHANGED]
    if not changed or ours is None or theirs is None or not pair.one_language or _is_scoped(pair):
        return
    if not (_is_name(pair.source, ours) and _is_name(pair.target, theirs)) or _is_part(pair, ours, theirs):
        return
    rest = [n for n in pair.ours.terms if not _inside(pair.source, pair.source.terms[n], ours.place)]
    same = matched([pair.source.terms[n] for n in rest], pair.theirs.vocabulary)
    if same and sum(same) / len(same) >= _SAME_TASK:
        element = changed[0]
        values = {"source": element.values.get("source", ""), "target": element.values.get("target", "")}
        code = "translation.other_bearer"
        yield Modifier.SHIFT, Reason(code=code, values=values, source=element.source, target=element.target)


def reason(pair: Pair, code: str, source: Span | None, target: Span | None) -> Reason:
    """A reason with the words at its places."""
    values: dict[str, str | int | float] = {
        "source": pair.source.text[source.start : source.end] if source else "",
        "target": pair.target.text[target.start : target.end] if target else "",
    }
    return Reason(code=code, values=values, source=source, target=target)


def _restricted(
    frame: Frame, statement: Statement, other: Frame, against: Statement, pair: Pair
) -> tuple[Span, Span | None] | None:
    """The word that restricts a sentence, and the one that leaves the other open (None where it has no such word).

    "Externa webbplatser" is answered by "alla webbplatser", or by "webbplatser" in a sentence that is the same
    otherwise; "endast chefer" at the beginning by "alla medarbetare" at the beginning.
    """
    for mark in frame.marked("some", statement.place):
        noun = _noun(frame, mark)
        if noun is None or not pair.one_language or _has_mark(other, against, frame, mark):
            continue
        for everyone in other.marked("all", against.place):
            if (same := _noun(other, everyone, reach=2)) is not None and same.stem == noun.stem:
                return mark, everyone
        is_bare = noun.stem in against.vocabulary.whole and frame.mark("all", statement.place) is None
        if is_bare and _is_alike(pair, mark):
            return mark, None
    only, open_here = frame.mark("only", statement.place), other.mark("all", against.place)
    if only is None or open_here is None or other.mark("only", against.place) is not None:
        return None
    begin = (only.start == statement.place.start, open_here.start == against.place.start)
    return (only, open_here) if all(begin) else None


def _has_mark(frame: Frame, statement: Statement, other: Frame, mark: Span) -> bool:
    """Whether a sentence has the same restricting word as the other."""
    words = {frame.text[slice(*place)].lower() for place in frame.marked("some", statement.place)}
    return other.text[slice(*mark)].lower() in words


def _noun(frame: Frame, mark: Span, reach: int = 1) -> Term | None:
    """The last content word among the `reach` words right behind a scope word."""
    behind = [n for n, word in enumerate(frame.words) if word.start >= mark.end][:reach]
    found = [term for term in frame.terms if term.at in behind]
    return found[-1] if found else None


def _is_alike(pair: Pair, mark: Span) -> bool:
    """Whether each content word of either sentence stands in the other, but for a scope word."""
    ours = [pair.shared[n] for n in pair.ours.terms if not _inside(pair.source, pair.source.terms[n], mark)]
    theirs = [pair.back[n] for n in pair.theirs.terms if not _inside(pair.target, pair.target.terms[n], mark)]
    return min(ours, default=0.0) > 0 and min(theirs, default=0.0) > 0


def _list_for_one(pair: Pair) -> Span | None:
    """A list of which the source names one member, where all else that the source says stands there too."""
    listed = pair.target.mark("list", pair.theirs.place)
    if listed is None or not pair.one_language or pair.source.mark("list", pair.ours.place) is not None:
        return None
    inside = [_inside(pair.target, term, listed) for term in pair.target.terms]
    mine = [back > 0 for back, within in zip(pair.back, inside, strict=True) if within]
    rest = [pair.back[n] for n in pair.theirs.terms if not inside[n]]
    is_same = min((pair.shared[n] for n in pair.ours.terms), default=0.0) > 0 and min(rest, default=0.0) > 0
    return listed if is_same and any(mine) and not all(mine) else None


def _unit_for_all(pair: Pair) -> tuple[Span, Span | None] | None:
    """A named unit that is bound where the source binds every one of them, and the words for every one."""
    theirs, ours = pair.theirs.part(RoleKind.DUTY_BEARER), pair.ours.part(RoleKind.DUTY_BEARER)
    if theirs is None or theirs.place is None or ours is None or not pair.one_language:
        return None
    if pair.source.cues.first("all", ours.text) is None or pair.target.cues.first("all", theirs.text) is not None:
        return None
    one, other = (placed_words(part.text)[-1:] for part in (ours, theirs))
    if not one or not other:
        return None
    every, single = (content(words, pair.target.language) for words in (one, other))
    is_compound = bool(single and every and single[0].stem != every[0].stem and every[0].stem in single[0].parts)
    is_named = len(placed_words(theirs.text)) > 1 and one[0].word[:_BODY] == other[0].word[:_BODY]
    return (theirs.place, ours.place) if is_compound or is_named else None


def _is_scoped(pair: Pair) -> bool:
    """Whether a sentence restricts who or what it speaks of: then another bearer may be one of the same."""
    sides = ((pair.source, pair.ours), (pair.target, pair.theirs))
    return any(frame.mark(kind, one.place) is not None for frame, one in sides for kind in ("some", "only"))


def _is_name(frame: Frame, part: Part) -> bool:
    """Whether a bearer is named in a word or two, with no clause."""
    if part.place is None and not is_general(frame, part.text):
        return False
    return len(placed_words(part.text)) <= _NAMED and _CLAUSE.search(part.text) is None


def _is_part(pair: Pair, ours: Part, theirs: Part) -> bool:
    """Whether one bearer is a kind of the other: "leverantören", "molnleverantören"."""
    one = content(placed_words(ours.text), pair.source.language)[-1:]
    two = content(placed_words(theirs.text), pair.target.language)[-1:]
    if not one or not two:
        return False
    ends = one[0].stem.endswith(two[0].stem) or two[0].stem.endswith(one[0].stem)
    return ends or max(matched(one, Vocabulary.of(two))) >= 1.0


def _inside(frame: Frame, term: Term, place: Span | None) -> bool:
    return place is not None and place.start <= frame.words[term.at].start < place.end
