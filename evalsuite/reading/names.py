"""The people a text names by their role: an agent, a manager, a doctor, a passenger."""

import re
from collections.abc import Iterator

from evalsuite.domain.reading import Fact, TextView

_ROLES_TEXT = (
    "agent manager representative specialist supervisor technician advisor adviser doctor passenger agente gerente "
    "representante especialista supervisora técnico técnica tecnico tecnica asesor asesora doctora ejecutivo ejecutiva "
    "pasajero pasajera"
)
_ROLES = frozenset(_ROLES_TEXT.split())
_WHOSE = "[Oo]ur|[Mm]y|[Yy]our|[Tt]he|[Aa]n?|[Nn]uestr[oa]|[Ss]u|[Ee]l|[Ll]a"
_WORD = r"[A-ZÁÉÍÓÚÑ][a-záéíóúñü'-]{1,24}"
_CUES = ("Dr", "poke", "alked", "habl", "Habl")
_PERSON = re.compile(
    rf"(?:\b(?:{_WHOSE}) (?:[a-z]{{1,20}} ){{0,2}}(?:{'|'.join(sorted(_ROLES))}),? "
    r"|\bDra?\.? "
    r"|\b(?:[Ss]poken?|[Tt]alked) (?:to|with) |\b[Hh]abl[eé] con )"
    rf"(?P<name>{_WORD}(?: {_WORD}){{0,2}})"
)
_NO_NAMES_TEXT = (
    "the our your this that support customer service billing technical sales care team department desk human live "
    "tier airlines account returns refunds order case ticket i we you please with for and but so if monday tuesday "
    "wednesday thursday friday saturday sunday today tomorrow january february march april may june july august "
    "september october november december soporte atención servicio ventas cliente"
)
_NO_NAMES = frozenset(_NO_NAMES_TEXT.split())


def names(view: TextView) -> Iterator[Fact]:
    """The people a view names, in order, each with the words of the name as its forms."""
    text = view.text
    if not _perhaps(text):
        return
    for match in _PERSON.finditer(text):
        words = match["name"].split()
        while words and words[-1].casefold() in _NO_NAMES:
            words.pop()
        if words and words[0].casefold() not in _NO_NAMES:
            name, at = " ".join(words), match.start("name")
            start, end = view.raw_span(at, at + len(name))
            forms = tuple(word.casefold().removesuffix("'s") for word in words)
            yield Fact(kind="name", text=name, start=start, end=end, forms=forms, at=at)


def _perhaps(text: str) -> bool:
    """Whether a role or another cue stands there: a look that costs little, for most replies name nobody."""
    for cue in _CUES:
        if cue in text:
            return True
    return not _ROLES.isdisjoint(text.replace(",", " ").split())
