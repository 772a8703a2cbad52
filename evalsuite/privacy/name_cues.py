"""What stands beside people's names in texts: titles, relations, greetings, signatures, fields of a form."""

from __future__ import annotations

import regex

CAPITAL = (
    r"(?:\p{Lu}['’]\p{Lu}[\p{L}\p{M}]+|\p{Lu}[\p{L}\p{M}]*[\p{Ll}\p{M}][\p{L}\p{M}]*|"
    r"\p{Lu}{2,16})(?:[-‐][\p{L}\p{M}]{2,20})*"
)
_PARTICLE = (
    r"(?:de la|de los|de|da|dos|do|del|della|di|du|van der|van den|van de|van|von der|von|zu|ter|ten|"
    r"bin|ibn|bint|al|el|la|le|y|e|O|Mc|St\.?)"
)
_NAME = rf"{CAPITAL}(?:[ \u00a0](?:{_PARTICLE}[ ]){{0,2}}(?:{CAPITAL}|\p{{Lu}}\.?(?!\p{{L}}))){{0,3}}"
_INITIALED = rf"(?:\p{{Lu}}\.[ ]?){{1,3}}{CAPITAL}"
ANY_NAME = rf"(?:{_INITIALED}|{_NAME})"
TITLES = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "sra",
    "sr",
    "señora",
    "señorita",
    "señor",
    "don",
    "doña",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "herr",
    "herrn",
    "frau",
    "signora",
    "signor",
    "sig",
    "dra",
]
_TITLE = rf"(?i:{'|'.join(TITLES)})"
_RELATION = (
    r"(?i:wife|husband|spouse|partner|son|daughter|mother|father|mum|mom|dad|sister|brother|cousin|"
    r"uncle|aunt|nephew|niece|grandson|"
    r"granddaughter|grandmother|grandfather|grandma|grandpa|fiancée?|girlfriend|boyfriend|friend|"
    r"flatmate|roommate|housemate|neighbou?r|landlord|landlady|"
    r"tenant|colleague|coworker|co-worker|boss|manager|supervisor|assistant|secretary|accountant|"
    r"bookkeeper|lawyer|solicitor|doctor|nurse|"
    r"teacher|adjuster|auditor|inspector|plumber|electrician|installer|therapist|dentist|surgeon|"
    r"consultant|coordinator|officer|guarantor|witness|executor|notary|buyer|seller|agent|rep|"
    r"representative|advisor|adviser|specialist|technician|engineer|driver|courier|clerk|operator|"
    r"guest|passenger|traveller|traveler|"
    r"patient|client|employee|contractor|director|owner|cto|ceo|cfo|lead|admin|administrator|carer|"
    r"caregiver|esposa|esposo|marido|mujer|hijo|hija|madre|"
    r"padre|hermano|hermana|amigo|amiga|vecino|vecina|jefe|jefa|frau|mann|sohn|tochter|mutter|vater|"
    r"kollege|kollegin|nachbar|nachbarin|femme|mari|fils|fille|mère|père|voisin|voisine)"
)
_CUES = (
    (
        rf"(?<!\p{{L}})(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir|[Yy]our|[Tt]he|[Aa]n?|[Mm]i|[Mm]eine?[mnr]?|"
        rf"[Mm]on|[Mm]a|[Oo]ne of your|[Oo]ther)(?: [\p{{Ll}}-]{{2,14}}){{0,2}} {_RELATION}s?,?(?: (?:is|"
        rf"was|called|named))? (?P<n>{ANY_NAME})"
    ),
    rf"(?<!\p{{L}})(?P<n>{_TITLE}\.? {ANY_NAME})",
    (
        rf"(?<!\p{{L}})(?i:spoke|spoken|speak|speaking|talk|talked|talking|chatted|chatting|chat|dealt|"
        rf"dealing|dealings|emailed|mailed|meet|met|hablé|hablado|gesprochen|parlé) (?:again |yesterday |"
        rf"today |earlier |briefly )?(?i:to|with|con|mit|avec|à)(?: someone called| someone named|"
        rf" a certain)? (?P<n>{ANY_NAME})"
    ),
    (
        rf"(?<!\p{{L}})(?:(?i:ask(?:ed)?(?: for)?|told) (?P<n>{ANY_NAME})(?=[.,;!?]|\n|$| (?:if|about|that|for)\b)"
        rf"|(?i:is|was) (?P<n>{ANY_NAME})(?= (?:available|there|in today|around|still|back|free)\b))"
    ),
    (
        rf"(?<!\p{{L}})(?i:hi|hello|hey|hiya|dear|hola|estimad[oa]|querid[oa]|hallo|liebe[r]?|"
        rf"guten (?:tag|morgen)|bonjour|salut|ciao|buongiorno|olá|good (?:morning|afternoon|evening|day)|"
        rf"thank you|thanks|thx|cheers|sorry|gracias|danke|merci)(?: so much| again| there|"
        rf" very much)?,? (?P<n>{ANY_NAME})(?=\s?(?:[,.!:;—–-]|\n|$))"
    ),
    (
        rf"(?<!\p{{L}})(?i:my (?:full |first |last |legal |maiden |real )?name(?: is|'s|’s|:)|name(?: is|"
        rf"'s| was)|(?:i am|i'm|im|it's|it is|this is|here is|me llamo|soy|mi nombre es|mein name ist|"
        rf"ich heiße|ich bin|je m'appelle|je suis|mi chiamo|sono|meu nome é)) (?P<n>{ANY_NAME})"
    ),
    (
        rf"(?<!\p{{L}})(?i:named|called|name of|names of|(?:in|under) the name(?: of)?|addressed to|"
        rf"made out to|registered (?:to|for|under)|belongs to|booked (?:by|for|under)|"
        rf"signed (?:for )?(?:by|as)|signature of|on behalf of|c/o|attn:?|attention:?|care of|issued to|"
        rf"assigned to|listed as|received by|accepted by|taken by|handled by|answered by|"
        rf"left (?:it )?with|handed (?:it )?to|cc'?d?:?|ask(?:ed)? for|regards from|contact|reach|tell|"
        rf"told|asked|call|text|email|please add|remove|add|and my name|ship to|deliver to|delivered to|"
        rf"recipient|to my name|beneficiary|payee|account holder|cardholder|policyholder|(?:booked|"
        rf"travel+ing|known|listed|saved|registered|down|signed) as|(?:passport|card|account|booking|"
        rf"ticket|id|licen[cs]e|form|label|invoice|letter|profile|badge|contract|envelope|certificate|"
        rf"payslip) (?:says|reads|shows|has|is for)|im namen|a nombre de|au nom de) ?:? (?P<n>{ANY_NAME})"
    ),
    (
        rf"(?m:^)[ \t>*|-]{{0,6}}(?i:(?:full |first |last |contact |customer |account |billing |guest |"
        rf"passenger |patient |cardholder |recipient )?name|customer|passenger|patient|guest|contact|"
        rf"recipient|from|sender|cardholder|caller|account holder|policy ?holder|agent|nombre|titular|nom|"
        rf"kunde|signed|attn|traveller|beneficiary|submitted by|reported by|requester|"
        rf"user|ship[- ]to|bill[- ]to|sold[- ]to)(?: \d)?\s?[:=][\s*]{{0,4}}(?P<n>{ANY_NAME})"
    ),
    (
        rf"[\"'](?:\w{{0,12}}[_ ])?(?i:name|customer|guest|passenger|patient|contact|"
        rf"recipient|agent|caller|holder|author)[\"']\s?:\s?[\"'](?P<n>{ANY_NAME})"
    ),
    rf"(?<!\p{{L}})(?:I|[Mm]e|[Mm]yself|[Uu]s)[,:] (?P<n>{ANY_NAME})(?=[,.;\n]|$)",
    (
        rf"(?<![\p{{L}}\d])(?i:cust(?:omer)?|client|pt|patient|guest|caller|member|agent|rep|pax|"
        rf"passenger|user) (?P<n>{ANY_NAME})"
    ),
    rf"(?:[.!?]|\n)\s{{1,3}}(?P<n>{CAPITAL} \p{{Lu}}\.?)(?=\s?(?:,|\n|\Z))",
    rf"(?P<n>{ANY_NAME}) \((?:that's |thats |that is |it's |i'm )?(?:me|myself|i)\b",
    rf"(?<![\p{{L}}\d.@/-])(?P<n>{_INITIALED})(?![\p{{L}}\d])",
    rf"(?P<n>{ANY_NAME})(?:,| \() ?(?:my|our|his|her|their|the|your|mi) (?:[\p{{Ll}}-]{{2,14}} ){{0,2}}{_RELATION}\b",
    (
        rf"(?<![\p{{L}}.] )(?P<n>{ANY_NAME}) (?i:from|in|at|of) (?:your |the )?(?i:billing|support|sales|"
        rf"accounts?|accounting|finance|hr|it|customer (?:service|care|support)|the (?:call|help|service)|"
        rf"shipping|logistics|procurement|legal|reception|operations|dispatch|returns|claims|technical)\b"
    ),
    (
        rf"(?P<n>{ANY_NAME}) (?:said|says|told|called|wrote|promised|assured|signed|confirmed to|answered|"
        rf"replied|explained|lives|emailed|texted|phoned|rang|asked|hung up|picked|agreed|insisted|"
        rf"mentioned|advised|apologised|apologized|never called|is my|was my|is the|was the agent|and I\b|"
        rf"&)\b"
    ),
    (
        rf"(?m:^)[ \t>*_]{{0,6}}(?i:thanks|thank you|many thanks|thx|ta|cheers|regards|(?:best|kind|warm|"
        rf"kindest|warmest|with)(?: (?:best|kind|warm))? (?:regards|wishes)|best|all the best|sincerely|"
        rf"yours(?: (?:sincerely|faithfully|truly))?|respectfully|cordially|thanks (?:in advance|again|"
        rf"so much)|saludos(?: cordiales)?|atentamente|un saludo|gracias|mit freundlichen grüßen|"
        rf"viele grüße|liebe grüße|beste grüße|mfg|lg|vg|gruß|cordialement|bien à vous|merci|"
        rf"distinti saluti|cordiali saluti|atenciosamente|obrigad[oa]|met vriendelijke groet|groeten|br|"
        rf"rgds|sent by|"
        rf"from)[ ,.!–—-]{{0,4}}[\n,.!–—-]\s{{0,4}}[*_–—-]{{0,4}}(?P<n>{ANY_NAME})(?=[ \t*_.!]{{0,4}}(?:\n|$|"
        rf",|\())"
    ),
    (
        rf"(?i:thanks|thank you|thx|cheers|regards|best|sincerely|saludos|gracias|grüße|cordialement|"
        rf"merci|atentamente)(?: in advance| again| so much|"
        rf" cordiales)?[,.!]?[ \t]{{0,4}}[–—-]{{0,2}}[ \t]{{0,4}}(?P<n>{ANY_NAME})[ \t.!]{{0,4}}(?:\n|$)"
    ),
    rf"(?m:^|[.!?] )[ \t]{{0,4}}[–—~-]{{1,2}} ?(?P<n>{ANY_NAME})[ \t.]{{0,4}}(?:\n|$)",
    rf"(?:[.!?…]|\n)[ \t]{{0,4}}\n[ \t]{{0,4}}(?P<n>{ANY_NAME})[ \t]{{0,4}}(?:\n[^\n]{{0,60}}){{0,4}}\s{{0,4}}\Z",
)
SURE = 4
"""How many of them, from the first, leave no doubt: a relation, a title, somebody spoken to or asked for."""
CUED = tuple(regex.compile(cue) for cue in _CUES)
SMALL_NAMED = regex.compile(
    r"(?<!\p{L})(?i:my (?:full |first |last )?name(?: is|'s|’s|:)|me llamo|mi nombre es|"
    r"mein name ist|ich heiße|je m'appelle|full name:?|name on (?:the )?(?:card|account|order|"
    r"booking)(?: is|:)?)"
    r" (?P<n>[\p{Ll}\p{M}'’-]{2,20}(?: [\p{Ll}\p{M}'’-]{2,20})?)"
)
SMALL_SIGNED = regex.compile(
    r"(?i:thanks|thank you|thx|cheers|regards|best|ty|saludos|gracias|lg|vg|"
    r"merci)[,.! –—-]*\s?[\n ,–—-]\s*(?P<n>[\p{Ll}\p{M}]{3,20})[ \t.!]*(?:\n|\Z)"
)
