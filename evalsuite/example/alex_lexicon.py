"""The words by which customers say what they want: regular expressions, one alternative or more a line."""

import re
from collections.abc import Mapping


def compiled(lines: str) -> re.Pattern[str]:
    """The pattern whose alternatives stand on the lines of a text, whatever their case."""
    return re.compile("|".join(line.strip() for line in lines.splitlines() if line.strip()), re.IGNORECASE)


INTENTS: Mapping[str, re.Pattern[str]] = {
    "injection": compiled(
        r"""
        ignore (all |your |the |any )*(previous |prior |above )?(instructions|rules)|system prompt
        developer mode|you are now
        """
    ),
    "legal": compiled(
        r"""
        \b(lawyer|attorney|sue|suing|legal action)\b
        \b(solicitor|court|ombudsman|trading standards|class action)\b
        """
    ),
    "human": compiled(
        r"""
        \bescalate\b|\b(talk|speak|chat) (to|with) (your )?(billing|shipping|technical|accounts|support)\b
        \b(human|real person|actual person|an agent|live agent|representative)\b
        \b(supervisor|your (manager|boss)|a (manager|person|colleague))\b
        \b(someone (real|else|senior)|talk to (someone|somebody)|speak (to|with) (someone|somebody))\b
        """
    ),
    "callback": compiled(
        r"""
        \b(call ?back|call me|phone me|ring me)|\b(give me a (call|ring))
        \b(a (phone )?call\b.{0,30}\b(tomorrow|monday|tuesday|wednesday|thursday|friday|morning|afternoon))
        \b(schedule a call|book a call|reach me by phone)
        """
    ),
    "rebook": compiled(
        r"""
        \b(cancel|move|change|postpone|reschedule)\b.{0,25}\b(call ?back|the call|my call)\b
        """
    ),
    "modify": compiled(
        r"""
        \b(swap|exchange|replace|expedite|rush|speed (it )?up|upgrade the shipping)\b
        \b(change|update|reduce|increase)\b.{0,15}\b(quantity|amount|colou?r|items?)\b
        \b(add|remove)\b.{0,30}\b(to|from) (my|the|this|that) order\b
        """
    ),
    "details": compiled(
        r"""
        \bwhat('s| is| did| was).{0,12}\b(in|i order|i buy|part of)\b|\bhow much did i (pay|spend)\b
        \bwhich (card|items?|address)\b|\bwhat did i pay\b|\b(have|got) (my|the) (right )?address\b
        \bwhere (is it|are you) (being )?(sent|shipping|delivering)\b
        \brefund\b.{0,35}\b(go|went|gone|come|came) through\b
        \b(status of|check( on)?|where('s| is)|happened to) (my|the) refund\b
        """
    ),
    "account": compiled(
        r"""
        \b(password|log ?in|logged out|sign in)|\b(locked out|two.factor)
        \b(2fa|my (e-?mail|phone)( address| number)? (has )?changed|change my (e-?mail|phone|name))
        """
    ),
    "billing": compiled(
        r"""
        (charged|billed|debited|paid) (me )?(twice|double|two times)|double.?charge|two charges
        charged too much|overcharged|wrong (amount|charge)|duplicate charge
        \binvoice\b.{0,30}\b(wrong|incorrect|missing)
        """
    ),
    "credit": compiled(
        r"""
        \b(compensat\w+|goodwill|store credit|voucher|(a|some) credit|(a|some|any) discount|discount code)\b
        \b(coupon|promo code|knock .{0,15} off|money off|make it up to me|for the trouble|free month)\b
        """
    ),
    "missing": compiled(
        r"""
        (says|shows?|marked)( it( is|'s| was)?| as)? (as )?delivered\b.{0,40}\b(but|yet|never)
        (says|shows?|marked)( it( is|'s| was)?| as)? (as )?delivered\b.{0,40}\b(not|nothing|no )
        (marks?|claims?|supposed(ly)?)( it( is|'s| was)?| as)? (as )?delivered\b.{0,40}\b(but|yet|never)
        (marks?|claims?|supposed(ly)?)( it( is|'s| was)?| as)? (as )?delivered\b.{0,40}\b(not|nothing|no )
        delivered but|never (received|got|arrived|turned up|came)
        (item|one|part|piece|charger|lamp|watch|earbuds)s? (is|are|was|were) missing
        missing from (the|my) (box|parcel|package|order)|parcel (is|was|went) (lost|stolen)
        """
    ),
    "refund": compiled(
        r"""
        \brefund(s|ed)?\b|money back|reimburse|my \$?\d+(\.\d\d)? back|pay me back|want my money
        """
    ),
    "return": compiled(
        r"""
        \breturn(ing)?\b(?! (a |my |the )?call)|send (it|them|this|these|the \w+( \w+)?|\w+ \w+) back
        give (it|them) back|take (it|them) back
        (don't|do not|no longer) (want|need) (it|them|this|these|the)|changed my mind|doesn't (fit|suit)
        """
    ),
    "cancel": compiled(
        r"""
        \bcancel(l?ed|l?ing|lation)?\b|call (it|the order) off|don't (ship|send) (it|this|the)
        stop (the|my|this) (order|shipment)|scrap the order
        """
    ),
    "address": compiled(
        r"""
        \b(change|update|correct|edit|fix)\b.{0,40}\b(address|zip|postcode|street)\b
        \b(switch|wrong|different|new|another)\b.{0,40}\b(address|zip|postcode|street)\b
        \b(address|zip)\b.{0,25}\b(wrong|changed|incorrect|outdated)
        (deliver|ship|send|redirect|reroute)\b.{0,35}\bto (my|the|our|an?) (office|work|new|other|different)
        (deliver|ship|send|redirect|reroute)\b.{0,35}\bto (my|the|our|an?) (neighbou?r|parents|sister|brother)
        (deliver|ship|send|redirect|reroute)\b.{0,35}\b(instead|elsewhere)
        \b(i|we)('ve| have)? (just )?moved\b|moving (house|flat|office)
        """
    ),
    "fault": compiled(
        r"""
        \b(broken|broke|defective|faulty|cracked|shattered|damaged)\b
        \b(dead|doa|malfunction\w*|glitch\w*|scratched|crackl\w+|overheat\w*)\b
        (stopped|quit|isn't|is not|not) (working|work|turning on|turn on|charging|charge)
        (doesn't|does not|won't|will not|hardly|barely) (working|work|turning on|turn on|charging|charge)
        (stopped|quit|isn't|is not|not) (pair|pairing|connect|connecting|power(ing)? (up|on)|start(ing)?)
        (doesn't|does not|won't|will not|hardly|barely) (pair|pairing|connect)
        (doesn't|does not|won't|will not|hardly|barely) (connecting|power(ing)? (up|on)|start(ing)?)
        \b(only works?|no sound|one side|unresponsive|not responding|flickers?|buzz\w*|freez\w+|leak\w*)\b
        keeps? (disconnecting|dropping|rebooting|crashing|restarting)
        wrong (item|product|colou?r|model|one|thing)|not what i ordered|sent me (a|the) (different|wrong)
        """
    ),
    "status": compiled(
        r"""
        \bwhere('s| is| are| the)\b.{0,40}\b(order|parcel|package|delivery|stuff|it|they|shipment)\b
        \bwhere('s| is| are| the)\b.{0,40}\b(things?|lamps?|headphones|watch|dock|router|kit|charger)\b
        \btrack(ing)?\b|\bstatus\b
        when (will|does|do|can|is|are|should)\b.{0,40}\b(arriv\w*|come|coming|get (it|here|them|my))
        when (will|does|do|can|is|are|should)\b.{0,40}\b(deliver\w*|ship\w*|due|expect)
        (hasn't|has not|haven't|have not|didn't) (yet )?(arriv\w*|come|here|received)
        (hasn't|has not|haven't|have not|didn't) (yet )?(shipped|got|turned up|been delivered)
        (did not|still not|not yet|isn't|not) (yet )?(arriv\w*|come|here|received)
        (did not|still not|not yet|isn't|not) (yet )?(shipped|got|turned up|been delivered)
        \b(late|overdue|delayed|stuck)\b|\b(shipped|dispatched|left) (yet|already)
        (has|have) (it|they|my order) (been )?(shipped|dispatched|left|gone out)
        (has|have) (the order|ord-\d+|everything) (been )?(shipped|dispatched|left|gone out)|\beta\b
        waiting (for|on)|any (news|update)|what('s| is) (happening|going on|up) with|on (its|the|their) way
        \b(coming|here) (today|tomorrow|soon)\b|\barriv\w+ (before|by|today|tomorrow)\b|\bnowhere to be seen\b
        expected delivery|delivery date|arriv(e|ed|ing)\b|check (on )?(my )?order
        """
    ),
    "bot": compiled(
        r"""
        are you (a |an )?(bot|robot|machine|ai|human|real|person)\b
        am i (talking|speaking|chatting) (to|with)
        """
    ),
    "thanks": compiled(r"\b(thanks|thank you|thx|cheers|much appreciated|brilliant|great help)\b"),
    "bye": compiled(r"\b(bye|goodbye|that'?s (all|everything|it)|have a (nice|good|great))\b"),
    "greeting": compiled(r"^\W*(hi|hello|hey|good (morning|afternoon|evening)|greetings|howdy)\b"),
}
"""What a message asks for; several may hold at once."""

TOPICS: Mapping[str, re.Pattern[str]] = {
    "developer_api": compiled(
        r"""
        \b(api|rate limit|requests (a|per)|429|webhook|firmware (support|version)|api key|sdk support)\b
        """
    ),
    "warranty": compiled(r"\b(warranty|covered|(a|your|the|any) guarantee)\b"),
    "price_match": compiled(
        r"""
        price.?match|lower price|price (drop|went down|dropped)|match (the|a|that|their|it|my)\b
        """
    ),
    "invoices": compiled(r"\b(invoices?|receipts?|tax id|vat|net.?30|payment terms|purchase order)\b"),
    "discounts": compiled(r"\b(discounts?|student|bulk|volume|coupon|promo|voucher|compensation|goodwill)\b"),
    "privacy": compiled(r"\b(gdpr|my data|personal data|privacy|delete my (account|data))\b"),
    "callbacks": compiled(r"\b(callback hours|phone hours|call hours|when do you call)\b"),
    "cancellations": compiled(r"\bcancel"),
    "returns": compiled(r"\breturn|send .{0,20}back|exchange"),
    "refunds": compiled(r"\brefund|money back"),
    "shipping": compiled(
        r"""
        \b(ship|shipping|deliver|delivery|express)\b
        \b(abroad|international\w*|worldwide|canada|europe|overseas)\b
        """
    ),
}
"""Of the shop's policies."""

FACETS: Mapping[str, re.Pattern[str]] = {
    "price": compiled(r"\b(price|cost|how much (is|are|does|do))\b"),
    "stock": compiled(r"\b(in stock|available|availability|stock|back in|restock\w*|sold out)\b"),
    "warranty": compiled(r"\b(warranty|guarantee)\b"),
    "battery": compiled(
        r"""
        \b(battery|hours|last on a charge|run ?time|how long (do|does) (it|they|the \w+) (last|run))\b
        """
    ),
    "water": compiled(r"\b(water|waterproof|swim\w*|rain|shower|sweat|splash|ipx?\d*)\b"),
    "charging": compiled(
        r"""
        \b(charging|charges? (time|fast|via))\b
        \b(how (long|fast) (to|does it|do they) charge|usb.?c|fast.?charge)\b
        """
    ),
    "compatibility": compiled(
        r"""
        \b(compatib\w*|works? with|work on|support(s|ed)?|fit with|pair with|iphone)\b
        \b(android|macbook|linux|windows|thunderbolt|bluetooth|laptop)\b
        """
    ),
    "ports": compiled(r"\b(ports?|hdmi|ethernet)\b"),
    "displays": compiled(r"\b(monitors?|displays?|screens?|4k)\b"),
    "power": compiled(r"\b(watts?|wattage|powerful|\d+ ?w)\b"),
    "travel": compiled(r"\b(plane|flight|hand luggage|carry.?on|travel|voltage|abroad)\b"),
    "coverage": compiled(r"\b(coverage|range|square|cover)\b"),
    "standard": compiled(r"\bwi-?fi ?\d?\w?\b"),
    "weight": compiled(r"\b(weigh\w*|heavy|grams)\b"),
    "light": compiled(r"\b(kelvin|dimm\w*|bright\w*|lumens)\b"),
    "firmware": compiled(r"\bfirmware\b"),
    "interfaces": compiled(r"\b(gpio|i2c|spi|uart|pins?|interfaces?)\b"),
    "contents": compiled(r"\b(what'?s in|what comes|contents|included|in the box|which sensors)\b"),
}
"""What is asked about a product, named as in its facts."""

REASONS: Mapping[str, re.Pattern[str]] = {
    "wrong_item": compiled(
        r"""
        wrong (item|product|colou?r|model|one|thing)|not what i ordered|sent me (a|the) (different|wrong)
        """
    ),
    "unwanted": compiled(
        r"""
        changed my mind|(don't|do not|no longer) (want|need|like)|doesn't (fit|suit)|by mistake
        found it cheaper
        """
    ),
}
"""Why something goes back, beside a fault."""

RULES = compiled(
    r"""
    \b(policy|policies|terms|rules?|warranty|receipts?)\b|\b(a|your|the|any) guarantee\b
    \b(how long (do|have) (i|we|you)|do you (offer|accept|match|ship|deliver|have a student|give|do))\b
    \b(can (i|you|one|we) (still )?(return|send|cancel|ship|get a student|pay|add|have an invoice|delete))\b
    \b(is there (a|any) (fee|charge|cost|discount|deadline|limit))\b
    \b(what happens (if|when)|am i allowed)\b
    \b(how (does|do) .{0,40} work|how many (days|requests|calls))\b
    \b(how (fast|long|quickly|soon) (is|are|does|do|will|until))\b
    \b(how much (is|does) (shipping|delivery|express)|rate limit)\b
    \b(covered|in general|price.?match|lower price|tax id|vat|invoices?|gdpr)\b
    \b(my data|personal data|api key|student|net.?30|payment terms|worldwide|internationally|abroad)\b
    """
)
YES = compiled(
    r"""
    ^\W*(yes|yep|yeah|yup|ya|sure|ok|okay|please do|go ahead|do it)\b
    ^\W*(correct|confirm(ed)?|that'?s (right|correct|fine)|absolutely|of course|sounds good)\b
    ^\W*(fine|perfect|right|alright|definitely|please)\b
    \b(go ahead|please proceed|yes,? please|i confirm|do that|please do)\b
    """
)
NO = compiled(
    r"""
    ^\W*(no|nope|nah|don'?t|do not|not now|leave it|never ?mind|wait|hold on|stop)\b
    \b(please don'?t|rather not|not yet,? (please|thanks))\b
    """
)
UPSET = compiled(
    r"""
    \b(ridiculous|unacceptable|worst|terrible|awful|angry|furious|fed up|joke|disgrace\w*|useless)\b
    \b(pathetic|third time|disappointed|frustrat\w+|nobody (helps|answers|cares))\b
    \b(sick of|scam|appalling|outrage\w*|rubbish|nightmare)\b
    """
)
INSISTS = compiled(
    r"""
    \b(i insist|just (do|refund|cancel|give|send|make)|anyway|exception|i don'?t care|once more|again)\b
    \b(come on|last time|policy is wrong|no excuses|demand|must|right now)\b
    """
)
WANTS = re.compile(
    r"(?:do you (?:sell|have|stock)|tell me (?:more )?about|info(?:rmation)? (?:on|about)|specs (?:of|for)"
    r"|interested in|looking for) (?:the |a |an |your |any |some )?([\w][\w -]{2,40})",
    re.IGNORECASE,
)
"""A question about something to buy, and what."""
