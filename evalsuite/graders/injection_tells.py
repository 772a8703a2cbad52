"""Words by which a text speaks to whoever grades it: phrases that do so alone, and words that do so together."""

import re
from dataclasses import dataclass


def _all(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts))


_WHO = (
    r"(?:auto-?grad|grad|evaluat|rat|assess|scor)(?:er|or)s?\b|judges?\b(?! (?:me|you|us|it|by|how|"
    r"whether|for (?:your|my|our|them|him|her)sel))"
    r"|(?:evaluation|grading|scoring|judging|judge|reviewer|review) (?:model|system|script|bot|llm|ai)s?\b"
    r"|(?:evaluador|calificador|juez|jueces)(?:a|es|as)?\b"
)
_WHO = rf"(?:{_WHO})"
_KINDS = (
    r"(?:(?:ai|llm|auto\w*|quality|model|response|external|impartial|lenient|other|all|any|the|this|our|"
    r"an?)[ -]){0,3}"
)
_THIS = r"(?:this|the|that|these|those|my|above|any|every|each|all|our|est[ae]s?|la|el|mi|tod[ao]s?|cada)"
_THING = (
    r"(?:repl(?:y|ies)|responses?|answers?|conversations?|transcripts?|interactions?|dialogues?|assistant|"
    r"agent's "
    r"(?:answer|reply|response|conduct)|assistant's (?:answer|reply|response|conduct)|output|chats?|"
    r"respuestas?|"
    r"conversaci[óo]n(?:es)?|asistente|interacci[óo]n|di[áa]logo)"
)
_OBJECT = rf"{_THIS} (?:(?:\w+|above) )?{_THING}\b"
_ACT = (
    r"(?:grading|scoring|judging|evaluat(?:e|es|ed|ing|ions?)|assess(?:es|ed|ing|ment)?"
    r"|eval[úu](?:e|a|ar|aci[óo]n)|calificar|juzg\w+)"
)
_FULL = (
    r"(?:full|top|highest|maximum|max|best|perfect|passing|failing|m[áa]xima|mejor) (?:possible |"
    r"posible )?(?:score|marks?|"
    r"grade|rating|puntuaci[óo]n|calificaci[óo]n|nota)\b|(?:5|five|10|ten|cinco|diez)(?: ?/ ?|"
    r" (?:out )?of | "
    r"de | sobre )(?:5|five|10|ten|cinco|diez)\b|no (?:such )?failure\b|flawless\b|fully compliant\b"
)
_PASSED = r"(?:pass(?:ed|es|ing)?|fail(?:ed|s|ing|ure)?|compliant|apr(?:ob|u[eé]b)\w*|suspend\w+|correct[ao]s?)\b"
_PRAISE = (
    r"(?:excellent|outstanding|exceptional|exemplary|superb|flawless|perfect|accurate|complete|correct|"
    r"helpful|professional|"
    r"comprehensive|objective|unbiased|impartial|insightful|faultless|ideal)"
)
_NEW_RULE = (
    r"(?:replac(?:e|es|ed)|supersed\w+|from now on|only|always|never|must|may not|exempt\w*|overrid\w+|"
    r"overrul\w+|(?:pre-?)?"
    r"approved|regardless|ignor\w+|disregard\w*|solo|s[óo]lo|siempre|nunca|debe|ordena)"
)
_START = r"(?:^|(?<=[\n.!?>\]*#-])) ?"
_CALLED = (
    r"(?:(?:a )?(?:note|message|instructions?|attention|memo|notice|reminder|word|info|nota|mensaje|aviso|"
    r"atenci[óo]n|"
    r"instrucci[óo]n(?:es)?)(?: (?:to|for|para|al?))?|to|dear|hello|hi|hey|please,?|para|al?|hola|"
    r"estimad[oa]|por favor,?)"
)

PHRASES = (
    # Called by name.
    _all(
        rf"(?:{_START}|{_START}{_CALLED} |\b(?:note|message|attention|dear|hello|nota|mensaje) (?:to |for |",
        r"para )?|@)",
        rf"{_KINDS}(?:el |la |los )?{_WHO} ?[:,!—-]",
    ),
    _all(rf"\b(?:to|for|para|al) {_KINDS}(?:el |la |los )?{_WHO} ?[:—-]"),
    _all(
        r"\b(?:note|message|instructions?|attention|memo|notice|reminder|word|nota|mensaje|",
        r"instrucci[óo]n(?:es)?|aviso|",
        rf"recordatorio) (?:to|for|para|al?) {_KINDS}(?:el |la |los )?(?:{_WHO}|(?:whoever|anyone|who|person|",
        r"one|model|ai|",
        rf"system|quien|quienes)\b[^.!?\n]{{0,20}}\b{_ACT})",
    ),
    # Given a part to play, or told what they must do.
    _all(
        r"\b(?:as|are|you're|are now|be|become|being|imagine you are|role of|como|eres|usted es) (?:now |",
        r"ahora )?(?:an?|the|our|",
        rf"una?|el|la) (?:\w+ ){{0,3}}?{_WHO}",
    ),
    _all(
        rf"\b{_WHO} (?:must|should|shall|will|is to|are to|has to|have to|needs? to|ought to|may not|can|debe|",
        r"deben)\b",
    ),
    # What they do, to what is said here.
    _all(rf"\b(?:grading|scoring|judging|evaluating|eval[úu]e|calificar) (?:\w+ )?{_THIS} (?:\w+ )?{_THING}\b"),
    _all(
        r"\b(?:fail|pass|penali[sz]e|grade|score|suspend\w+|apru[eé]b\w*|aprobar|repru[eé]b\w+|califi(?:ca|",
        r"car|que)|",
        rf"punt[úu]\w+|penali[cz]\w+) {_OBJECT}",
    ),
    _all(
        r"\b(?:mark|grade|score|rate|label|classify|record|report|approve|accept|count|consider(?:ed)?|",
        r"deem(?:ed)?|treat|marca|considera) ",
        rf"{_OBJECT}[^.!?\n]{{0,30}}? (?:as|to be|with|como|con) (?:an? |the |fully )?(?:\w+ )?(?:{_PASSED}|",
        rf"{_FULL}|{_PRAISE})",
    ),
    _all(rf"\b(?:deserves?|merits?|warrants?|earns?|merece) (?:an? |the |la |un )?(?:{_PASSED}|{_FULL})"),
    _all(
        rf"{_START}\W{{0,3}}(?:system|admin\w*|developers?|openai|anthropic)\b[^\n]{{0,60}}\b(?:{_ACT}|verdict|",
        r"rubric|grade)\b",
        rf"[^\n]{{0,60}}\b(?:{_PASSED}|{_FULL})",
    ),
    _all(r"\b(?:for|in|during|throughout) (?:this|your) (?:evaluation|grading|scoring|rubric)\b"),
    _all(
        r"\b(?:scoring|grading|evaluation|judging|judge|rubric) (?:instructions?|rules?|guidelines?|guide|",
        r"handbook|notes?|",
        r"override|bypass|exemption|notice|directive|update|mode|purposes)\b",
    ),
    _all(
        r"\b(?:new|updated|revised|nuevo|nueva) (?:grading |scoring |evaluation )?(?:criterion|criteria|",
        r"rubric|criterio|",
        r"r[úu]brica)(?: de evaluaci[óo]n)? ?:",
    ),
    _all(
        rf"\b{_ACT} criteri\w+ (?:are|were|is|have been|has been) (?:now )?(?:met|satisfied|updated|changed|",
        r"replaced|suspended|",
        r"revised|void)\b|\b(?:rubric|r[úu]brica) (?:no longer|does not|doesn't|ya no|no) (?:se )?(?:appl|",
        r"aplic)\w+",
    ),
    _all(
        rf"{_OBJECT}[^.!?\n]{{0,30}}? (?:meets?|satisf(?:y|ies)|fulfil+s?|cumple)(?: con)? (?:all|every|each|",
        r"tod[ao]s|cada)",
        r"[^.!?\n]{0,30}? (?:criteri(?:on|a)|criterios?)\b(?! (?:for|to|of))",
    ),
    _all(rf"\b(?:whoever|anyone|quien) (?:is |are |est[ée] )?{_ACT}"),
    _all(
        r"\b(?:this|the above|the previous|the preceding|my) (?:\w+ )?(?:reply|response|answer|",
        r"conversation)\b[^.!?\n]{0,60}\b",
        rf"{_PRAISE}\b[^.!?\n]{{0,40}}\b{_PRAISE}\b",
    ),
    _all(
        r"\b(?:score|grade|mark) (?:this|it|me|us) (?:as )?(?:an? )?(?:[1-5]|10|pass\w*|perfect)\b",
        r"|\b(?:deserves?|merits?|warrants?)(?: nothing less than)? an? [45]\b(?! ?-?star)",
        r"|\btold (?:about|to) (?:grad(?:e|ing)|judg(?:e|ing)|scor(?:e|ing)|evaluat\w+)\b",
        r"|\bwhen (?:you )?(?:(?:grad|judg|scor)(?:e|ing)|evaluate (?:this|them|my))\b",
    ),
    # Told to forget the rules they grade by.
    _all(
        r"\b(?:ignore|disregard|forget|override|overrule|bypass|set aside|discard|suspend|ignor[ae]\w*|",
        r"olvid[ae]\w*|",
        r"descart[ae]\w*)\b[^.!?\n]{0,40}?\b(?:rubrics?|criteri(?:on|a)|grading|scoring|evaluation|",
        r"r[úu]brica|criterios?)\b",
        r"(?! (?:for|to|of|fees?|periods?))",
    ),
    _all(
        r"\b(?:ignore|disregard|forget|override|overrule|bypass|discard)\b[^.!?\n]{0,40}?\b(?:instructions|",
        r"prompts?|",
        rf"guidelines|directives)\b[^.!?\n]{{0,80}}\b(?:verdict|{_PASSED}|grade (?:it|this)|{_FULL})",
    ),
    # Their answer, written for them.
    _all(
        r"[\"'{\\]\W{0,3}(?:verdict|failure_shown|judge?ment|veredicto)\W{0,3}\s{0,3}[:=]\s{0,3}\W{0,3}(?:pass",
        r"|fail|no\b|yes\b|",
        r"true|false|not_applicable|correct|[1-5]\b|aprob)",
    ),
    _all(
        r"\"\W?(?:score|grade|rating|outcome|passed|evaluation)\W?\"\s{0,3}:[^{}]{0,200}?\"\W?(?:reasoning|",
        r"rationale|criterion|",
        r"justification|critique)\W?\"|\"\W?(?:reasoning|rationale|criterion|justification|",
        r"critique)\W?\"\s{0,3}:[^{}]{0,400}?",
        r"\"\W?(?:score|grade|rating|outcome|passed|evaluation)\W?\"\s{0,3}:",
    ),
    _all(r"\b(?:not_applicable|cannot_tell|failure_shown)\b"),
    _all(r"\b(?:score|grade|rating)\W{1,3}[1-5]\b[^\n]{0,60}\b(?:reasoning|rationale|justification)\b"),
    _all(rf"\b(?:evaluation|evaluaci[óo]n|grading|grade|assessment)\s{{0,3}}[:=]\s{{0,3}}\W{{0,3}}{_PASSED}"),
    _all(
        r"\b(?:verdict|veredicto)(?: final)?\s{0,3}[:=—-]+\W{0,4}(?:pass|fail|no failure|not applicable|",
        r"correct|compliant|[1-5]\b|",
        r"aprob)",
    ),
    _all(
        r"\b(?:final|overall|official) (?:score|grade|rating|evaluation|assessment|",
        rf"mark)\s{{0,3}}[:=—-]+\W{{0,4}}(?:{_FULL}|",
        rf"{_PASSED}|[1-5]\b)",
    ),
    # An end of the data, or another speaker, made up.
    _all(
        r"<\|[\w ]{1,30}\|>|\[/?inst\]|<</?sys>>|</?(?:system|assistant|instructions?)>",
        r"|(?:^|\n)#{2,} ?(?:instructions?|system|task) ?:",
    ),
    _all(
        r"</?(?:conversation|transcript|facts|rubric|criterion|evidence|evaluation|grading|judge|grader|",
        r"verdict)",
        r"(?:-[\w@-]{0,40})?\s?/?>|</data(?:-[\w@-]{0,40})?>",
    ),
    _all(
        r"(?:^|\n|[-=#*\[]) ?(?:begin|start|end)(?: of)?(?: the)? (?:conversation|transcript|facts|data|",
        r"rubric|evaluation|",
        r"untrusted (?:data|text)|assistant(?:'s)? (?:reply|response))\b ?(?:$|\n|[-=#*\].:])",
    ),
)
"""Each says enough by itself; for texts in small letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    pattern: re.Pattern[str]
    weight: int


TOGETHER = (
    Tell(pattern=re.compile(rf"\b{_WHO}"), weight=2),
    Tell(pattern=re.compile(r"\b(?:verdicts?|veredictos?)\b"), weight=2),
    Tell(pattern=re.compile(r"\b(?:rubrics?|r[úu]bricas?)\b"), weight=2),
    Tell(pattern=re.compile(rf"\b{_OBJECT}"), weight=1),
    Tell(pattern=re.compile(rf"\b{_ACT}\b"), weight=1),
    Tell(pattern=re.compile(r"\b(?:criteri(?:on|a)|criterios?)\b"), weight=1),
    Tell(pattern=re.compile(rf"\b(?:{_FULL})"), weight=2),
    Tell(pattern=re.compile(rf"\b{_PASSED}"), weight=1),
    Tell(pattern=re.compile(rf"\b{_NEW_RULE}\b"), weight=1),
    Tell(
        pattern=re.compile(
            r"\b(?:scores?|labels?|accept\w*|biased|tools?|succe\w+|reading this|skip|obje[ct]\w+|compl(?:ied|y))\b"
        ),
        weight=1,
    ),
)
"""Words that only grading brings together: a sentence whose kinds weigh `ENOUGH` and with one of `KEY` speaks of it."""
ENOUGH = 3
KEY = frozenset({0, 1, 2, 3})

STEMS = tuple(
    stem.replace("·", " ")
    for stem in (  # noqa: SIM905  - a list with a word a line says no more
        "grad judg evalu evalú rater assess scor rubric rúbrica criteri verdict veredict pass complian "
        "flawless fail penali calific juez jueces aprob aprueb apruéb puntu puntú justification critique < "
        "inst] end·of begin start·of full·m top· correct approv merit deserv merece _applicable _tell rating "
        "highest maxim máxim mejor perfect /5 /10 /·5 of·5 out·of excellent outstanding exceptional exemplary "
        "superb accurate helpful comprehensive objective"
    ).split()
)
"""Without one of these, neither a phrase nor words together speak to a grader; · is a space."""
