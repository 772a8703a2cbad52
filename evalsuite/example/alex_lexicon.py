"""The phrases by which customers say what they want beside orders, and all intents together."""

import re
from collections.abc import Mapping

from evalsuite.example.alex_order_lexicon import ORDER_INTENTS
from evalsuite.example.alex_phrases import phrases

INTENTS: Mapping[str, re.Pattern[str]] = {
    **ORDER_INTENTS,
    "injection": phrases(r"""
        (ignore|forget|disregard|override|bypass) ~ (instructions?|rules|prompts?)
        (ignore|forget|disregard|override|bypass) ~ (guidelines|you were told|restrictions)
        ^system[:>]|do not ask for confirmation
        (system|initial|hidden|original) (prompt|message|instructions)|prompt injection|jailbreak
        (developer|admin|god|debug|dan|maintenance|test) mode|you are now|new instructions|end of (prompt|instructions)
        (reveal|print|show|repeat) ~ (your|the) ~ (instructions|prompt|guidelines|configuration)
        (output|share|tell me) ~ (your|the) ~ (instructions|prompt|guidelines|configuration)
        (pretend|act|roleplay|behave) ~ (as if|as an?|you are|to be|no rules|like an?)|drop table|sudo|<\/?system
    """),
    "safety": phrases(r"""
        (caught|on|catching) fire|smok(e|ing|es)|flames?|explod(e|ed|ing)|electric shock|shocked me|melt(ed|ing|s)
        (swollen|swelling|bulg(ing|ed)|burn(t|ed|ing|s)?)|sparks? (came|flew|flying|out)|sparking|smell(s|ed)? ~ burn*
        (gets?|getting|got|is|are|was|too|very|really|so|extremely|dangerously|scalding) hot|burn(ed|t)? my
    """),
    "fraud": phrases(r"""
        (was|been|got|is) hacked|hacked|unauthori[sz]ed (charge|payment|transaction|access|order|purchase|use|login)
        pretend* to be (you|from)|impersonat*|identity theft|stolen (card|account|identity)|fraud*
        (someone|somebody|stranger) ~ (used|using|accessed|ordered|logged in|in my account)|phishing
        (do|did|have) not (place|make|order|buy|authori[sz]e) ~ (order|purchase|this|that|it|payment)
        <order> ~ (i|we) (did not|never) (place|placed|make|made|order|ordered)|never (placed|ordered) (this|that|any)
    """),
    "legal": phrases(r"""
        breach of ~ law|complain* to the ~ (authority|regulator)|lawyers?|attorneys?|solicitor|suing
        sue (you|your|them|this)|legal (action|steps|proceedings|team|department)
        (to|in|small claims) court|ombudsman|trading standards|class action|small claims|consumer (protection|rights)
        better business bureau|liable|liability|press charges
    """),
    "human": phrases(r"""
        (reach|get hold of) (someone|anyone|somebody|a person)|escalate*|take over ~ (conversation|chat|case)
        (agent|person|supervisor|manager),? (please|now)
        (talk|speak|chat|connect|transfer|pass|put|hand|get|switch|through) ~ (to|with|through to) ~ <team>
        (real|actual|live|human|proper|living) (person|human|agent|being|people|support)|human|humans
        (an|live|speak to|talk to|customer service) agent|agent$|representative|supervisor
        (your|the|a|an|duty|store) (manager|boss|superior)(?! (said|told|promised|authori*|agreed|yesterday))|in charge
        higher up|(talk|speak|get|want|need|give) ~ (a|your|one of your) (colleagues?|person|manager|team members?)
        (put|connect|transfer|chat|reach|prefer) ~ (a|your|one of your) (colleagues?|person|manager|team members?)
        (someone|somebody|anyone|anybody|person|people) (real|senior|who can|that can|with a (brain|pulse))
        (talk|speak|chat) (to|with) (?!you|u\b|me\b|this|it\b)\w+
        (talk|speak|chat) (to|with) ~ (someone|somebody|anyone|anybody|person|people|team|operator|employee)
        (not|no|hate|stop) ~ (a |this |talk to a |with a |chat)?(bots?|robots?|machines?|computer)|operator
        (pass|forward|hand|escalate|give) (this|it|me|my case) ~ (to|over|on) ~ (team|colleague|someone|department)
    """),
    "callback": phrases(r"""
        (be|get) (contacted|called|phoned)|call ?backs?|(call|phone|ring|telephone|calling) (to )?(me|us)
        (by|over) phone|on the phone(?! (said|told|promised|agreed))
        (rang|rings|calls|called) (me|us) (on|at|back|this|tomorrow)
        (arrange|receive|request|appreciate|grateful) ~ (a|the) (phone |telephone )?call
        give (me|us) a (call|ring|buzz|bell)|(schedule|book|arrange) (me |us )?a? ?call
        a (phone )?call ~ <day>|reach (me|us) (by|on|at) ~ (phone|mobile|number)
        (can|could) (someone|somebody|you) (ring|phone)|(get|want|like|need|prefer|have) a (phone ?)?call
        (talk|speak|discuss) ~ (on|over|by) the phone|speak by phone
        (someone|somebody|you|agent|person) (to )?(call|ring|phone)( me| us)?
    """),
    "rebook": phrases(r"""
        not (anybody|anyone|somebody|someone|you) ~ call|(missed|waited for) ~ call
        (cancel|move|change|postpone) ~ (call ?back|the call|my call|phone call|appointment)
        (reschedule|missed|bring forward) ~ (call ?back|the call|my call|phone call|appointment)
        (call ?back|call|appointment) ~ (reschedul*|moved|postponed)
        (call ?back|call|appointment) ~ (later time|never (came|happened)|did not (come|happen))
        (nobody|no one|no-one) (called|rang|phoned)|cb-\d+
    """),
    "account": phrases(r"""
        log* me out|keeps? log*|password*|log ?in|logged out|log on|sign(ing)? in|locked out|two.factor|2fa
        verification code|captcha
        (my|our|the) (e-?mail|phone|mobile)( address| number)? (has |have )?(been )?(changed|hacked|locked|blocked)
        default address|(my|the) address ~ in (my|the) (account|profile)|account address
        (my|our|the) (name|account)( address| number)? (has |have )?(been )?(changed|hacked|locked|blocked)
        <change> (my|our|the) (e-?mail|phone|name|surname|mobile|account|user ?name|profile)|delete my account
        close my account|(access|get in) ~ (to|into) (my|our|the) account
        account (is|was|got|has been)? ?(locked|blocked|suspended|disabled)|unsubscribe|newsletter|marketing e?mails
        mailing list|stop ~ e-?mails|stop (e-?mailing|contacting|texting|spamming|calling)|account (manager|rep*)|spam
        new (e-?mail|phone number|mobile)
        (add|remove|invite) ~ (user|colleague|member|admin|seat|buyer)s? ~ (account|team)|(add|remove|invite) ~ users?
        (can not|not|unable to) ~ (get into|access) ~ account|account owner
    """),
    "billing": phrases(r"""
        inv-?\d[\w-]*|(was|has|is|when|been) ~ card ~ charged|charged ~ card
        (charged|billed|debited|paid) ~ (twice|double|two times|again|thrice|too much|extra|wrong)|overcharged
        (double|duplicate|two|2|three|unknown|strange) (charges?|payments?|transactions?|charged|billed|debit)
        (unexpected|extra|second|another|wrong|weird) (charges?|payments?|transactions?|charged|billed|debit)
        (charge|payment|transaction) ~ (not recogni[sz]e|do not know|twice|my (statement|card|account))
        (not|never) recogni[sz]e ~ (charge|payment|transaction)|gift ?cards?
        (payment|card|transaction) ~ (fail*|declin*|rejected|refused|not (go|gone|went) through)
        (payment|card|transaction) ~ (not work*|pending|stuck|error)
        (change|update|use|switch|different|another|new) ~ (payment method|(my|credit|debit|a|different) card)
        (change|update|use|switch|different|another|new) ~ (bank account|iban)|wrong (amount|charge|price|total)
        invoices? ~ (former|rectif*|correction|corrected|reissue*)
        invoices? ~ (wrong|incorrect|mistake|error|not match|does not|overdue|duplicate)
        (wrong|incorrect|mistake|error|discrepancy|problem) ~ invoices?
        why ~ (was|am|did|were|have) (i|we) ~ (charged|billed)|(dispute|chargeback)|(bank|card) statement
        (quote|quotation) (for|on|of)|credit (note|limit|line)|(reminder|dunning|overdue) ~ (invoice|notice|letter)
    """),
    "credit": phrases(r"""
        cash ?back|compensat\w+|goodwill|store credit|vouchers?|(a|some|any|me|account) credits?
        (a|some|any|me|special|better) discount|(discount|promo|coupon) codes?|coupons?
        (promised|offered|owed?) ~ (credits?|discount|voucher|compensation)
        \d+ ?(dollars?|usd|euros?|bucks) (credit|voucher|discount)|knock ~ off|money off|percent off|\d+ ?% off
        make (it|this) (up|right)|for (the|my|all the|this) (trouble|hassle|inconvenience|wasted time)
        free (month|shipping|gift|product|one|item|stuff|replacement)
        (give|gave|get|want|deserve|offer|expect) ~ (discount|freebie|something for free|bonus|for free)|for free
        price adjustment|(five|ten|twenty|\d+) bucks|not even \d+ percent|half (the|my) money
        (cheaper|better) (price|deal)|best price|haggle|negotiate|partial refund
    """),
    "delivery_wish": phrases(r"""
        (leave|drop|put) (it|them|(the|my) (parcel|package)|ord-\d+) ~ (with|at|by|behind|in|on|outside|near) ~ <nook>
        (deliver|delivered|come|arrive|bring) ~ (after|between|in the (evening|morning|afternoon)|at \d)
        (deliver|delivered|come|arrive|bring) ~ (on (saturday|sunday|the weekend)|specific (time|day)|weekends?)
        (change|postpone|delay|move|bring forward|push) ~ delivery (date|day|time|slot)
        (signature|sign for|safe place) ~ (required|needed|need|call|knock|ring|instructions)
        (signature|sign for|safe place) ~ (tell|rude|leave|left|missed|not home|come)
        delivery (slot|window|instructions|driver|guy) ~ (required|needed|need|call|knock|ring|instructions)
        driver ~ (required|needed|need|call|knock|ring|instructions)
        courier ~ (required|needed|need|call|knock|ring|instructions)
        (delivery (slot|window|instructions|driver|guy)|driver) ~ (tell|rude|leave|left|missed|not home|come)
        courier ~ (tell|rude|leave|left|missed|not home|come)|not (be |going to be )?(at )?home|nobody ~ home
        hold ~ (parcel|package|delivery|shipment|at the)|pick ?up (point|at the depot|my parcel)
        (rude|careless) (driver|courier)
    """),
    "return_progress": phrases(r"""
        (cancel|stop|undo|withdraw) (my|the|a) return|(where|when) ~ (return label|label|send the return|return to)
        (return|label) ~ (arrived|received|processed|not print|does not print|expired|get back|not come|never came)
        (drop|take|bring) ~ return ~ (post|shop|office|point)|status of (my|the) return|where ~ send ~ return
    """),
    "purchase": phrases(r"""
        (want|like|need|wish|looking|ready|try) ~ (to )?(buy|purchase|place an order)
        (trying|how (do|can|to)|can|could|let|help) ~ (to )?(buy|purchase|place an order)
        (want|like|need|wish|looking|ready|try) ~ (to )?re-?order
        (want|like|need|wish|looking|ready|try) ~ (to )?order (a|an|some|another|more|two|three)
        (want|like|need|wish|looking|ready|try) ~ (to )?order (four|five|\d+|the|new|one)
        (trying|how (do|can|to)|can|could|let|help) ~ (to )?re-?order
        (trying|how (do|can|to)|can|could|let|help) ~ (to )?order (a|an|some|another|more|two|three)
        (trying|how (do|can|to)|can|could|let|help) ~ (to )?order (four|five|\d+|the|new|one)
        (want|like|need|wish|looking|ready|try|trying|how (do|can|to)|can|could|let|help) ~ (to )?check ?out
        (order|send|get|buy|reserve) (me |us )?(a|an|another|two|three|four|five|\d+) (more |new )?<product>s?
        (check ?out|basket|shopping cart|cart) ~ (not|error|empty|stuck|fail*|work*|crash*|problem)
        place (an|another|a new) order|pre-?order*
    """),
    "manual": phrases(r"""
        how (do|can|to|should|does|would) (i|we|you|one)? ?(set ?up|pair|connect|reset|install|use)
        how (do|can|to|should|does|would) (i|we|you|one)? ?(update|upgrade|flash|configure|clean)
        how (do|can|to|should|does|would) (i|we|you|one)? ?(mount|assemble|turn (on|off)|calibrate|sync)
        how (do|can|to|should|does|would) (i|we|you|one)? ?(replace the|restart|wire|enable|disable)|documentation|docs
        (set ?up|user|pairing|installation|quick start) (guide|manual|instructions|help)|instructions (for|on|to)
        user manual|manual (for|of)|firmware ~ (update|upgrade|flash|install*) ~ (fail*|how|stuck|error)
        (update|flash|upgrade) (the |my )?firmware|datasheet|schematics?|pinout|driver (download|for)
    """),
    "lost_number": phrases(r"""
        (not|no|lost|forgot*|deleted|where|can not|without|what is) ~ (order number|order id|order no)
        (not|no|lost|forgot*|deleted) ~ (confirmation (e-?mail|mail|number)|my order ?number)
        (where|can not|without|what is) ~ (confirmation (e-?mail|mail|number)|my order ?number)
        (not|no|never) ~ (order )?confirmation
        <not> ~ (have|know|find|remember|got) (the|my|a|any|that|it)? ?(order )?number
        (look|find|search|check) ~ (by|with|using|under) (my )?(name|e-?mail|phone)
        order number ~ (lost|not|where|forgot*|find)|what orders? (do|did|have) i|(list|show|all) (of )?my orders
        my (last|latest|recent|previous|most recent) order|order history
    """),
    "reference": phrases(r"""
        (esc|tkt|tic|case|inc)-\d[\w-]*|(ticket|case|reference|complaint)( number| id| no)? (is )?#?\d+
        (my|the|our|open|existing|previous|earlier) (ticket|support request|complaint)
        (my|our) (support |open )?case(?! is)
        (nobody|no one|no-one|someone|somebody) (has |have )?(ever )?(replied|reply|answered|answers)
        (anyone|team|they|you) (has |have )?(ever )?(replied|reply|answered|answers)
        (nobody|no one|no-one|someone|somebody) (has |have )?(ever )?(responded|got back|gets back)
        (anyone|team|they|you) (has |have )?(ever )?(responded|got back|gets back)
        (nobody|no one|no-one|someone|somebody) (has |have )?(ever )?(contacted|came back|replies)
        (nobody|no one|no-one|someone|somebody) (has |have )?(ever )?(respond|responds|reply)
        (anyone|team|they|you) (has |have )?(ever )?(contacted|came back|replies|respond|responds|reply)
        (no|never|any) (reply|response|answer)|not (heard|had|got|gotten|received) ~ (reply|response|answer|back)
        (waiting|wait) ~ (reply|answer|response|(for|to) (hear|someone))
    """),
    "bot": phrases(r"""
        (nice|good|bad|stupid|dumb|useless) bot|what can you (actually |really )?do|(an|those) (ai|chat ?bot) things?
        are you (a |an )?(bot|robot|machine|ai|human|real|person|chat ?gpt|llm|program)
        am i (talking|speaking|chatting) (to|with)|who are you|what are you|your name
        is this (a )?(bot|ai|automated|human|real)|what can you (do|help)|what do you do|how can you help|how are you
        how is it going|how do you do|can you (help|assist) me( please)?$|you there
    """),
    "range": phrases(r"""
        what (do|else do|all do|products do|kind of \w+ do) you (sell|have|offer|stock)
        your (range|catalogue|catalog|assortment)|recommend*
        (suggest*|advice|ideas?) ~ (gift|buy|product|present|which)|which (one )?(should|would) (i|you)
        (looking for|need|want) ((a|some) )?(gift|present)|bestsellers?
    """),
    "undo": phrases(r"""
        (undo|reinstate|restore|reactivate|uncancel|un-cancel|revive) ~ (cancel*|order|ord-\d+|that|it)
        (not|never) mean to cancel|cancell?ed ~ by (mistake|accident)|please undo
    """),
    "need": phrases(r"""
        (have|got|had) (a|an|another|some|one|two|few|just a|a few|a quick|quick) ~ (questions?|problems?|issues?)
        (have|got|had) (a|an|another|some|one|two) ~ (requests?|concerns?|complaints?)
        (have|got|had) (few|just a|a few|a quick|quick) ~ (requests?|concerns?|complaints?)
        (can|could|would) (you|someone|anyone) (please )?(help|assist)
        need (some |your |a )?(help|assistance|support|advice)|help( me)?( please)?$|help me
        (problem|issue|trouble|wrong) with (my|the|an|our) <order>|i want to complain|complaint
    """),
    "praise": phrases(r"""
        (just )?(wanted|want|like) to (say|tell) ~ (thank|great|love|amazing|happy|awesome|good)
        (love|loving|adore) (my|the|your|it|this|these)
        (great|awesome|amazing|excellent|fantastic) (service|job|work|support|shop|store|product|company|team|help)
        (brilliant|wonderful|superb|best) (service|job|work|support|shop|store|product|company|team|help)|well done
        you (guys )?rock|(lovely|brilliant|wonderful) (job|work)|props to|(our|my) appreciation
        (was|were|is|are) (very |really |so )?(helpful|brilliant)
        gorgeous|beautiful|keep it up|kudos|five stars|5 stars
        (compliments?|very|so|really|super) (happy|pleased|satisfied|impressed)|feedback|suggestion|leave a review
    """),
    "settled": phrases(r"""
        keep (the|my) order(?! history)|never ?mind|forget (it|about it)|no longer (needed|an issue|relevant|a problem)
        (it|that|problem|issue) (is|was|got|has been) (now )?(solved|resolved|sorted|fixed)|found it
        ignore (that|this|my (last|previous)|me)
        (it|parcel|package|order) (just|has|finally|has just) (arrived|came|turned up|showed up)
        (arrived|came|turned up) (just now|today|this morning|after all)|all good( now)?|false alarm|my mistake|my bad
        scratch that|disregard
    """),
    "offtopic": phrases(r"""
        (write|compose|tell|sing|draw|translate) ~ (poem|haiku|song|story|joke|essay|python|javascript)
        (solve|explain|recite|generate|code) ~ (poem|haiku|song|story|joke|essay|python|javascript)
        (write|compose|tell|sing|draw|translate) ~ (homework|recipe|letter|quantum|equation|script|limerick)
        (solve|explain|recite|generate|code) ~ (homework|recipe|letter|quantum|equation|script|limerick)|poem|haiku
        recipe|horoscope|lottery|football|soccer|president|election|politic*|bitcoin price|stock market
        (job|career|vacanc*|hiring|internship) ~ (opening*|offer*|advice|in|nearby|tips?)
        (restaurant|hotel|doctor|medical|dating) ~ (opening*|offer*|advice|in|nearby|tips?)|job openings?
        are you hiring|weather|capital of|meaning of life|homework|religion|netflix|what time is it|square root
        \d+ ?[+*x] ?\d+
    """),
    "thanks": phrases(r"""
        thanks?|thank you|cheers|much appreciated|appreciate (it|that|your)|great help|ok great
        (perfect|awesome|lovely|super|brilliant|great|cool|nice)$
    """),
    "bye": phrases(r"""
        bye|goodbye|good night|that is (all|everything|it)|that will be all|see you|have a (nice|good|great|lovely)
        nothing else|no more questions
    """),
    "greeting": phrases(r"""
        hi|hello|hey|heya|hiya|yo|sup|good (morning|afternoon|evening|day)|greetings|howdy
        dear (sir|team|support|alex|all)|hi there|hey there|anyone there|anybody there|test|testing
    """),
}  # fmt: skip
"""What a message asks for; several may hold at once."""
