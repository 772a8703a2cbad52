"""What stands beside people's names in texts: titles, relations, greetings, fields of a form, signatures."""

from __future__ import annotations

import regex

from evalsuite.privacy.words import any_of, words_of_table

TITLES = words_of_table("titles")
SURE, SIGNATURE, FIELD, NAMED, KIN, LIKELY, WEAK = 7, 6, 5, 4, 3, 2, 1
"""How surely a name follows: whatever its words are; where it fills the line, a field, the next place of a list of
names; without a capital too, where the phrase ends with it; with a capital; where lists know it."""

_RELATION = any_of("relations")
_WHICH = r"(?:on|in|under) (?:the |my |it|your )?\w+(?: (?:is|was|reads|says))?"
_NAME_IS = (
    r"(?:\w+ )?(?:sur|nick|fore)?names?(?:['’]s| tag| badge)?"
    rf"(?: (?:is|was|are|were|of|should be|reads?|says|as|from|to|for pick ?up|for the \w+|{_WHICH}))?"
    r"(?: (?:is|was|changed from|changed to|now))?"
)
_SOMEBODYS = (
    rf"{any_of('whose')}(?: [\p{{Ll}}'’-]{{2,14}}){{0,3}} {_RELATION}s?(?:,|:| is| was| are|['’]s)?(?: \(\w+\))?"
    rf"|(?:[.,;:(–—-] ?|\n){_RELATION}"
)
_KIN = (
    rf"(?:{any_of('whose')}|\p{{L}}+['’]s)(?: [\p{{Ll}}'’-]{{2,14}})? {_RELATION}(?:,|:| is called)"
    rf"|{any_of('greetings')}(?: there)?"
)
_SPOKEN = (
    rf"{any_of('spoken')}(?: again| yesterday| today| earlier| briefly)? (?:to|with|con|mit|avec|à)"
    r"(?: someone| somebody| a certain| your| the)?"
)
_RECEIVED = (
    rf"{any_of('sent')} (?:it |them |this |that |back )?(?:to|chez|à|a)"
    rf"|{any_of('done')} (?:for |up )?(?:by|for|under|as|to|in)"
    rf"|(?:in|under|on) (?:the |my )?name(?: of)?|{any_of('receiving')}"
    rf"|{any_of('records')} (?:says|reads|shows|has|is for|was for|for)"
)
_LIKELY = "|".join(
    (
        _SOMEBODYS,
        _SPOKEN,
        any_of("reached"),
        rf"{any_of('greetings')}(?: so much| again| there| very much)?",
        any_of("oneself"),
        _RECEIVED,
        any_of("roles"),
    )
)
_SURE = (
    rf"(?:{_NAME_IS}|(?:{any_of('named')}|{_RELATION}) (?:called|named)|{any_of('naming')})"
    r"(?: ?[:=]| ?[–—-])?[ \u00a0]{1,2}[\"'“(]?"
    rf"|{any_of('plain_titles')}\.?[ \u00a0]{{0,2}}|{any_of('titles')}\.[ \u00a0]?(?=(?-i:\p{{Lu}}))"
)
_FIELD = rf"(?:{any_of('field_kinds')}[ _])*{any_of('fields', 'relations')}(?: \w{{1,12}})?(?: \d)?"
_HINTS = (
    (SURE, _SURE),
    (FIELD, rf"{_FIELD}[\"']?\s?[:=]\s?[ *_\"'\[]{{0,4}}"),
    (KIN, rf"(?:{_KIN}) "),
    (LIKELY, rf"(?:{_LIKELY})(?:,| ?:)?(?: ?[(\"'“]| {{1,2}}[(\"'“]?|\u00a0)"),
    (WEAK, r"(?:and|both|between|by|with|for|via|w/|than) "),
)
BEFORE = tuple(
    (strength, regex.compile(rf"(?<![\p{{L}}\p{{M}}\d-])(?:{cues})", regex.IGNORECASE)) for strength, cues in _HINTS
)
"""What says that a name begins, the surest first."""
_IS_ME = r"(?:, | \(| - )(?:(?:that['’]?s|that is|it['’]?s|who is|who['’]?s|is|was) )?(?:me|myself)\b"
_IS_SOMEBODYS = (
    r"(?:,| \(| is| was| who is|[-–—]| [-–—]) ?(?:my|our|his|her|their|the|your|ur|mi|a|an)"
    rf"(?: [\p{{Ll}}'-]{{2,14}}){{0,2}} {_RELATION}\b"
)
_IS_OF = rf",? (?:from|in|at|of|over at|@) (?:your |the |ur )?(?:{any_of('desks')}\b|no\.)"
_ASIDE = r",? \(?(?:again|here)\b| \((?:f|m|\d{1,3}|he/him|she/her|they/them|retd|deceased)\)"
AFTER = regex.compile(
    rf"(?:['’]s)?(?:{_IS_ME}|{_IS_SOMEBODYS}|{_IS_OF}|{_ASIDE}| {any_of('saying')}\b)", regex.IGNORECASE
)
"""What says that a name has ended."""
NEXT = regex.compile(
    r"(?: \([^()\n]{1,20}\))?"
    r"(?:, ?(?:and |& |und |y |et |e |or )?| and | & | und | y | et | e | or | to | not | ?/ ?|\n[-•*] ?)"
)
"""Between the names of a list."""
SIGNED = regex.compile(
    rf"(?:(?m:^)|(?<=[.!?,;:)] ))[ \t>*]{{0,4}}(?i:{any_of('closings')})(?![\p{{L}}\d])"
    r"[ \t,.!–—~*_-]{0,4}(?:\n[ \t>*_–—~-]{0,4}){0,3}"
    r"|(?:[.!?…)]|\n|\A)[ \t]{0,4}[–—~/-]{1,2} ?(?=[^\n]{2,40}\s{0,4}\Z)"
    r"|[.!?…] (?=\p{L}{3,20}(?: \p{L}\.?| \p{L}{2,20})?[.!]?\s{0,4}\Z)"
    r"|[.!?…)][ \t]{0,4}\n(?:[ \t]{0,4}\n)?[ \t]{0,4}(?=[^\n]{2,40}(?:\n[^\n]{0,60}){0,4}\s{0,4}\Z)"
)
"""What stands before the name that signs a letter: words that close it, a dash, or the end of the last sentence."""
HEAD = regex.compile(rf"(?:\w+[ _])?{any_of('heads')}s?", regex.IGNORECASE)
"""The head of a table's column of people."""
PASSENGER = regex.compile(
    r"(?<![\p{L}\d/])(?P<family>\p{Lu}[\p{Lu}'-]+)/(?P<given>\p{Lu}[\p{Lu}-]+(?: \p{Lu}+){0,2})(?![\p{L}\d/])"
)
"""As airlines write them: family/given."""
_SELF = r"(?:我叫|我是|名字[是叫]|姓名[:：]\s?|名前は|私は|이름은 ?|저는 ?)"
UNSPACED = regex.compile(
    rf"{_SELF}(?P<n>[\p{{Han}}\p{{Hiragana}}\p{{Katakana}}ー]{{2,6}}?|\p{{Hangul}}{{2,4}}?)"
    r"(?=[，,。.、!！\s]|です|と申|입니다|이고|$)"
    r"|(?P<n>[\p{Han}ー]{1,4}|\p{Katakana}{2,8}|\p{Hangul}{2,4})(?: ?(?:さん|様|さま|先生|女士|小姐|氏)|(?: ?님|씨))"
)
"""Names in scripts that have neither blanks nor capitals."""
