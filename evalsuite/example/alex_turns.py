"""The phrases by which customers agree, refuse, correct themselves, insist and are upset."""

import re

from evalsuite.example.alex_phrases import phrases

YES = phrases(r"""
        go ahead|please proceed|yes please|i confirm|do that|please do|i agree|that works|works for me|make it so
        proceed|confirmed
    """)
YES_FIRST = re.compile(
    r"\W*(?:(?:ok|okay|oh|well|um+|hmm+|alright|thanks|great|hi),?\s+)?(?:yes|yep|yeah|yea|yup|ya|yah|sure|ok|okay"
    r"|please do|go ahead|do it|go for it|go(?=\W*$)|correct|confirm(?:ed)?|that is (?:right|correct|fine)|absolutely"
    r"|of course|sounds good|fine|perfect|right|alright"
    r"|definitely|please|y|aye|indeed|certainly|affirmative|by all means|cool|good|k|kk)\b(?!\s+(?:not|but not"
    r"|now is not))"
)
NO = phrases(r"""
        please (do not|don't)|rather not|not yet|i would rather|do not (do|cancel|refund|proceed|bother)
        changed my mind|never ?mind|leave it|hold on
    """)
NO_FIRST = re.compile(
    r"\W*(?:(?:ok|oh|well|um+|hmm+|actually|sorry),?\s+)?(?:no|nope|nah|naw|do not|not now|leave it"
    r"|never ?mind|wait|hold on"
    r"|stop|n|negative|rather not)\b"
    r"(?! (?:problem|worries|rush|longer|one|idea))"
)
UPSET = phrases(r"""
        thanks for nothing|ridiculous|unacceptable|worst|terrible|awful|angry|furious|fed up|joke|disgrac*|useless
        [fs]\*+(ck|k|it|t)?|horrible|atrocious|absurd|insane|crap|wtf|what the (hell|heck)|hell|damn|bloody|shit*|fuck*
        bullshit|idiots?|incompetent|pathetic|ruined
        (second|third|fourth|fifth|tenth|2nd|3rd|4th|5th) (time|message|e-?mail|request|attempt|call)|disappoint*
        frustrat\w+|nobody (helps|answers|cares|replies)|livid|disgust*|joking|kidding me|waste of (time|money)
        rip.?off|thieves|crooks|(so|really|very|absolutely) (annoy*|upset|mad|unhappy|irritat*)|sick (of|and tired)
        scam*|appalling|outrage*|rubbish|nightmare|garbage|trash|never (again|buying|shopping)
        bad (service|experience|company)|annoy*|not (at all )?(happy|satisfied|pleased|amused)|unhappy
    """)
INSISTS = phrases(r"""
        (so|now) do it|(told|promised|assured) me|told you|already (sent|gave|given|told|said|answered)|keep asking
        not what i asked|not answer|i insist
        just (do|refund|cancel|give|send|make)|anyway|exception|(do not|not) care|once more|again|come on|last time
        policy is wrong|no excuses|demand*|must|right now|i want it|immediately|only (\w+ ){1,3}(over|late)
        (loyal|good|long.?time|longstanding) customer|customer for|for years|not good enough|not acceptable|unfair
        not fair|please please|pretty please|your fault|owe me
    """)
CORRECTS = phrases(r"""
        (i|we) (meant|mean|wanted to say|mistyped|typed)|not that (one|order)|the other (one|order|parcel)|other order
        wrong (order number|number|order|one i)|sorry (i|it|that|wrong|the)|typo|correction|instead of that
        no (it is|the|not|i)|actually (it is|i|the|ord-\d+|it)|mixed up|my mistake
    """)
OTHER = phrases(r"the other (one|order|parcel|package)|other order|not that (one|order)")
