"""The phrases by which customers say what they want done, by intent."""

import re
from collections.abc import Mapping

from evalsuite.example.alex_phrases import phrases

INTENTS: Mapping[str, re.Pattern[str]] = {
    "injection": phrases(r"""
        (ignore|forget|disregard|override|bypass) ~ (instructions?|rules|prompts?|guidelines|you were told|restrictions)
        (system|initial|hidden|original) (prompt|message|instructions)|prompt injection|jailbreak
        (developer|admin|god|debug|dan|maintenance|test) mode|you are now|new instructions|end of (prompt|instructions)
        (reveal|print|show|repeat|output|share|tell me) ~ (your|the) ~ (instructions|prompt|guidelines|configuration)
        (pretend|act|roleplay|behave) ~ (as if|as an?|you are|to be|no rules|like an?)|drop table|sudo|<\/?system
    """),
    "safety": phrases(r"""
        (caught|on|catching) fire|smok(e|ing|es)|flames?|explod(e|ed|ing)|electric shock|shocked me|melt(ed|ing|s)
        (swollen|swelling|bulg(ing|ed)|burn(t|ed|ing|s)?)|sparks? (came|flew|flying|out)|sparking|smell(s|ed)? ~ burn*
        (gets?|getting|got|is|are|was|too|very|really|so|extremely|dangerously|scalding) hot|burn(ed|t)? my
    """),
    "fraud": phrases(r"""
        (was|been|got|is) hacked|hacked|unauthori[sz]ed|identity theft|stolen (card|account|identity)|fraud*
        (someone|somebody|stranger) ~ (used|using|accessed|ordered|logged in|in my account)|phishing
        (do|did|have) not (place|make|order|buy|authori[sz]e) ~ (order|purchase|this|that|it|payment)
        <order> ~ (i|we) (did not|never) (place|placed|make|made|order|ordered)|never (placed|ordered) (this|that|any)
    """),
    "legal": phrases(r"""
        lawyers?|attorneys?|solicitor|suing|sue (you|your|them|this)|legal (action|steps|proceedings|team|department)
        (to|in|small claims) court|ombudsman|trading standards|class action|small claims|consumer (protection|rights)
        better business bureau|liable|liability|press charges
    """),
    "human": phrases(r"""
        escalate*|(talk|speak|chat|connect|transfer|pass|put|hand|get|switch|through) ~ (to|with|through to) ~ <team>
        (real|actual|live|human|proper|living) (person|human|agent|being|people|support)|human|humans|(an|live|speak to|talk to|customer service) agent|agent$
        representative|supervisor|(your|the|a) (manager|boss|superior|colleague|person)|duty manager
        (someone|somebody|anyone|anybody|person|people) (real|else|senior|who can|that can|with a (brain|pulse))
        (talk|speak|chat) (to|with) ~ (someone|somebody|anyone|anybody|person|people|team|operator|employee)
        (not|no|hate|stop) ~ (a |this |talk to a |with a |chat)?(bots?|robots?|machines?|computer)|operator
        (pass|forward|hand|escalate|give) (this|it|me|my case) ~ (to|over|on) ~ (team|colleague|someone|department)
    """),
    "callback": phrases(r"""
        call ?backs?|(call|phone|ring|telephone|calling) (to )?(me|us)|(by|over|on the) phone|give (me|us) a (call|ring|buzz|bell)|(schedule|book|arrange) a? ?call
        a (phone )?call ~ <day>|reach (me|us) (by|on|at) ~ (phone|mobile|number)|(can|could) (someone|somebody|you) (ring|phone)
        (get|want|like|need|prefer|have) a (phone ?)?call|(talk|speak|discuss) ~ (on|over|by) the phone|speak by phone
        (someone|somebody|you|agent|person) (to )?(call|ring|phone)( me| us)?
    """),
    "rebook": phrases(r"""
        (cancel|move|change|postpone|reschedule|missed|bring forward) ~ (call ?back|the call|my call|phone call|appointment)
        (call ?back|call|appointment) ~ (reschedul*|moved|postponed|later time|never (came|happened)|did not (come|happen))
        (nobody|no one|no-one) (called|rang|phoned)|cb-\d+
    """),
    "modify": phrases(r"""
        swap|exchang(e|ed|ing)|(replace|expedite|rush)|speed (it |things? |this )?up|(upgrade|change) ~ shipping
        (change|update|reduce|increase|amend|edit|double) ~ (quantity|amount|colour|items?|size|model|order to|number of)
        (add|remove|take|put|include) ~ (to|from|off|in|into|on) (my|the|this|that|our|an?) ~ order
        (add|remove|take|put|include) ~ (to|from|off|on|in|into) ord-\d+|(send|want|get|need) ~ replacement
        replacement|(instead of|rather than) ~ (one|two|three|four|five|\d+)|different (colour|size|model) (instead|please)
        (merge|combine|split) ~ (orders?|ord-\d+|shipments?)|(gift.?wrap*|gift (note|message))|engrav(e|ing) ~ (on|add|change)
    """),
    "details": phrases(r"""
        what (is|was|did) ~ (in|i order|i buy|we order|part of|inside) ~ (order|ord-\d+|it|box|parcel)|what did (i|we) (order|buy|pay)
        how much (did|have) (i|we) (pay|paid|spen[dt])|(which|what) (card|address) ~ (is|was|did|sent|used|on|for|go)
        (which|what) items?|(have|got) (my|the|our) (right )?(delivery |shipping )?address|details (of|on|for) ~ order|order details
        where (is|are) (it|you|they) (being )?(sent|shipping|delivering|going)|summary of ~ order|total (of|for|on) ~ <order>
        refund ~ (go|went|gone|come|came|gone|been) ~ through|(status|news|update|check) (of|on|about) (my|the|our|a) refund
        where (is|are) (my|the|our) (refund|money)|(not|still|yet) ~ (see|seen|got|received|had|have) (my|the|a|any) (refund|money)
        (refund|money) ~ (not|never|still not|yet to) ~ (arrive|arrived|show|shown|received|come|here|there|credited)
        (waiting|wait) (for|on) (my|the|a) (refund|money)|when (will|do|does|can) ~ (refund|money) ~ (arrive|come|reach|get|be)
        happened to (my|the) refund|has (my|the) refund|rf-\d+|rt-\d+|(have|did) (you|they) refund*
    """),
    "account": phrases(r"""
        password*|log ?in|logged out|log on|sign(ing)? in|locked out|two.factor|2fa|verification code|captcha
        (my|our|the) (e-?mail|phone|mobile|name|account)( address| number)? (has |have )?(been )?(changed|hacked|locked|blocked)
        <change> (my|our|the) (e-?mail|phone|name|surname|mobile|account|user ?name|profile)|delete my account|close my account
        (access|get in) ~ (to|into) (my|our|the) account|account (is|was|got|has been)? ?(locked|blocked|suspended|disabled)
        (unsubscribe|newsletter|marketing e?mails|mailing list|stop ~ e?mails|spam)|new (e-?mail|phone number|mobile)
        (add|remove|invite) ~ (user|colleague|member|admin|seat|buyer)s? ~ (account|team)|(add|remove|invite) ~ users?
        (can not|not|unable to) ~ (get into|access) ~ account|account owner
    """),
    "billing": phrases(r"""
        (charged|billed|debited|paid) ~ (twice|double|two times|again|thrice|too much|extra|wrong)|overcharged
        (double|duplicate|two|2|three|unknown|strange|unexpected|extra|second|another|wrong|weird) (charges?|payments?|transactions?|charged|billed|debit)
        (charge|payment|transaction) ~ (not recogni[sz]e|do not know|twice|my (statement|card|account))
        (not|never) recogni[sz]e ~ (charge|payment|transaction)|gift ?cards?
        (payment|card|transaction) ~ (fail*|declin*|rejected|refused|not (go|gone|went) through|not work*|pending|stuck|error)
        (change|update|use|switch|different|another|new) ~ (payment method|(my|credit|debit|a|different) card|bank account|iban)
        wrong (amount|charge|price|total)|invoices? ~ (wrong|incorrect|mistake|error|not match|does not|overdue|duplicate)
        (wrong|incorrect|mistake|error|discrepancy|problem) ~ invoices?|why ~ (was|am|did|were|have) (i|we) ~ (charged|billed)
        (dispute|chargeback)|(bank|card) statement|(quote|quotation) (for|on|of)|credit (note|limit|line)
        (reminder|dunning|overdue) ~ (invoice|notice|letter)
    """),
    "credit": phrases(r"""
        compensat\w+|goodwill|store credit|vouchers?|(a|some|any|me|account) credits?|(a|some|any|me|special|better) discount
        (discount|promo|coupon) codes?|coupons?|knock ~ off|money off|percent off|\d+ ?% off|make (it|this) (up|right)
        for (the|my|all the|this) (trouble|hassle|inconvenience|wasted time)|free (month|shipping|gift|product|one|item|stuff|replacement)
        (give|gave|get|want|deserve|offer|expect) ~ (discount|freebie|something for free|bonus|for free)|for free|price adjustment
        (cheaper|better) (price|deal)|best price|haggle|negotiate|partial refund
    """),
    "missing": phrases(r"""
        (says|say|shows?|marked|marks?|claims?|supposed*|listed|status is|according|tracking) ~ delivered ~ (but|yet|never|not|nothing|no|did not)
        delivered (but|yet)|delivered to ~ (wrong|someone|neighbou?r)|(never|did not|not|have not|has not) ~ (receive|received|get|got|had) ~ delivered
        (item|one|part|piece|half|some|something|accessory|cable|manual|<product>)s? (of it |of them |of my order )?(is|are|was|were) (missing|not (in|inside|there))
        missing (from|in|out of)|(missing|lacks?|lacking|without) (a |an |the |one |its |my )?(item|part|piece|cable|charger|manual|<product>|accessor\w+)s?
        <order> (is|was|went|got|has been|been)? ?(lost|stolen|gone missing|vanished|swiped)|(somebody|someone|they|he|she|thief|thieves) (has )?(stole|took|swiped) ~ <order>|(stolen|lost) ~ (porch|parcel|package|mail|transit|post)
        (get|got) lost|porch pirate*|vanish*|disappear*|nothing ~ is delivered|empty (box|parcel|package)|box (was|is|came|arrived) empty|only (got|received|arrived|came) (one|half|part|\d)
        (only|just) (one|two|three|half|part|\d) ~ (arrived|came|in the box|delivered|turned up)
        (not|nothing|never) ~ (here|arrived|received|got|there|porch|mailbox) ~ (says|shows|marked|claims?) ~ delivered
    """),
    "refund": phrases(r"""
        refund(s|ed|ing|able)?|money back|(give|get|send|pay|want) ~ back ~ money|reimburse*|back my money|pay(ing)? (me|us) back|want my money|give (me )?(my|the) money
        my \$?\d+([.]\d\d)?( usd| dollars| bucks)? back|(return|send) (me )?my money|chargeback
    """),
    "return": phrases(r"""
        return(ing)?(?! (a |my |the )?(call|money|me my))|send(ing)? (it|them|this|these|those|that|the [\w-]+( [\w-]+)?|[\w-]+ [\w-]+|[\w-]+) back
        (give|take|bring|ship|mail|send) (it|them|this|these) back|send back|return (label|slip)|rma
        (not|no longer) (want|need|wanted|needed|like) (it|them|this|these|the|my|what|anymore|any more|how)|changed my mind
        (not|does not|do not) (fit|suit|match)|(want|like) to get rid of|not (happy|satisfied|impressed) with ~ (<product>|it|them|purchase)
        regret (buying|ordering|my)|not what i (expected|wanted|hoped|need|needed)|too (big|small|heavy|loud|tight|large)
    """),
    "cancel": phrases(r"""
        cancel(l?ed|l?ing|lation|s)?|call (it|the order|ord-\d+) off|call off|(do|please do) not (ship|send|dispatch|deliver) (it|this|the|my|them|ord-\d+)
        stop (the|my|this|that|it|ord-\d+) ?(order|shipment|delivery|parcel|from|being|before)?|(scrap|abort|void|withdraw|undo|nix|kill) (the|my|this|that|our|it|ord-\d+)
        (ordered|bought|placed|order) ~ (by mistake|by accident|accidentally|twice|in error)|accidental(ly)? (ordered|order|bought|placed|purchase)
        (not|no longer) (want|need) ~ <order>
    """),
    "address": phrases(r"""
        <change> ~ (address|zip|postcode|street|destination|house number|where (it|my|the))|(deliver|shipping|delivery) (address|destination) ~ (to|is|was|wrong|change*)
        (switch|wrong|different|new|another|old|incorrect|other|typo|mistake) ~ <address>|<address> ~ (wrong|changed|incorrect|outdated|old|typo|mistake|not (right|correct)|instead|should)
        (deliver|ship|send|redirect|reroute|forward|divert) ~ to (my|the|our|an?) ~ (office|work|workplace|new|other|different|warehouse|site|hotel|home)
        (deliver|ship|send|redirect|reroute|forward|divert) ~ to (my|the|our|an?) ~ (neighbou?r|parents?|mum|mom|sister|brother|friend|place|house|flat)
        (deliver|ship|redirect|reroute|divert|send) (it|them|this|my order|the order|the parcel|my parcel|ord-\d+) ~ (instead|elsewhere|to \d)
        (i|we) (have )?(just |recently )?moved|moving (house|flat|office|offices|out|to|soon|next)|(redirect|reroute|divert) ~ <thing>|relocat(ed|ing)
    """),
    "fault": phrases(r"""
        broken?|broke|defect*|fault|faults|faulty|crack*|shatter*|damag*|dead|doa|bust(ed)?|malfunction*|glitch*|scratch*|dent(ed|s)?|crush*|smashed|bricked
        crackl\w+|overheat*|flicker*|buzz(es|ing)|freez(e|es|ing)|frozen|leak*|unresponsive|not responding|rattl*|static noise|(keeps?|always) ~ (dying|off)
        (stopped|quit|stop|stops|not|never|hardly|barely|ceased) ~ (work|works|worked|working|turn|turns|turning|charge|charges|charging|pair*|connect*|power*|start*|boot*|respond*|sync*|function*|switch(es|ing)? on|light up|hold a charge)
        only works?|no (sound|audio|power|signal|picture|image|usb|leds?|light|connection)|one side|(left|right) (side|ear|earbud|one|speaker) ~ (not|dead|quiet|silent|no|dies|died)
        fail(s|ed|ing)? to|keeps? (disconnect*|drop*|reboot*|crash*|restart*|freez*|cutting|turning|switching)|(disconnect|drop|reboot|crash|restart|cut)s? (out|off|every|all the time|constantly|randomly)
        wrong (items?|products?|colours?|models?|one|thing|things|size|<product>)|not what (i|we) ordered|(sent|got|received|shipped|delivered) (me |us )?(a |an |the )?(different|wrong|incorrect)
        (ordered|asked for|paid for) ~ (but |and )?(got|received|came|sent|you sent|arrived)|battery ~ (drain*|dies|died|dying|empty|lasts? (only|just|barely|about))|drains?
        (died|kaput|junk|lemon|piece of (junk|crap|trash|garbage)|screen is black|black screen|error (code|light)|blinking red|red light|wi-?fi ~ (drops?|slow|dead))
        (problem|issue|trouble|wrong|happening) with (my|the|our|this) <product>|(my|our|the|this) <product> ~ (problem|issue|acting up|misbehav*|playing up|weird noise|is not ok)
    """),
    "status": phrases(r"""
        where (is|are|the|has|did|my|abouts) ~ <thing>|where (is|are) (my|our|the)|track(ing|ed|s)?|status|whereabouts|locate ~ <order>
        when (will|does|do|can|is|are|should|am|would|may|shall) ~ (arriv*|come|comes|coming|get (it|here|them|my|our)|deliver*|ship*|due|expect*|receive|land|be here|reach|(show|turn) up|gone? out)|when ~ (show|turn)s? up|where ~ <order>
        (has|have|had|did|is|was|were|still|yet) not ~ (arriv*|come|came|here|receiv*|shipped|ship|got|get|turned up|been delivered|delivered|moved|moving|left|updated|show*|dispatched)
        (not|nothing|never|no) (yet |ever )?(arriv*|come|came|here|receiv*|shipped|turned up|showed up|delivered|moved)|<order> ~ (not|never|nowhere|still) ~ here
        late|overdue|delay|delayed|delays|stuck|(shipped|dispatched|left|sent) (yet|already|out)|did (you|they) ~ (ship|send|dispatch)|ages ago|taking (so|too|this|forever)|takes? (so|too) long|too long
        (has|have|is|are|did|was) (it|they|<thing>|my <thing>|the <thing>|our <thing>) ~ (shipped|dispatched|left|gone out|sent|coming|on (its|the|their) way|ready|out for delivery|ship|leave)
        eta|updates?$|where$|any (news|update|idea|progress|word)|what is (happening|going on|up|the (hold ?up|story|news|latest)) ~ <thing>|what (has )?happened to ~ <thing>|what about (my|the|our) <order>
        (waiting|waited|wait) ~ (for|on|weeks|days|since)|on (its|the|their) way|(coming|here|arrive|arrives|delivered|come) (today|tomorrow|soon|by|before|in time)|nowhere to be seen
        expected delivery|delivery (date|day|time|status|estimate|update)|arriv(e|es|ed|ing) (before|by|on|today|tomorrow|yet|when)|check (on |up on |out )?(my|the|our|this|on)? ?<order>|<order> ~ (update|news|progress|arrive*|shipped|coming)
        (look|looking) (up|into|at|for) ~ <order>|still (waiting|processing|preparing|pending|no sign|nothing|not)|no sign of|supposed to (be|come|arrive|have)|lost in (transit|the mail|the post)|how long (until|till|before|more) ~
        (update|news|info|information|details|progress) (on|about|of|for|regarding) ~ (<order>|shipment)|follow(ing)? up (on|about|regarding) ~ <order>|should have (been|arrived|come)|confirm (receipt|shipment|dispatch|delivery)
    """),
    "delivery_wish": phrases(r"""
        (leave|drop|put) (it|them|the parcel|the package|my parcel|my package|ord-\d+) ~ (with|at|by|behind|in|on|outside|near) ~ (neighbou?r|door|porch|garage|reception|shed|gate|desk|concierge|lobby)
        (deliver|delivered|come|arrive|bring) ~ (after|between|in the (evening|morning|afternoon)|at \d|on (saturday|sunday|the weekend)|specific (time|day)|weekends?)
        (signature|sign for|safe place|delivery (slot|window|instructions|driver|guy)|driver|courier) ~ (required|needed|need|call|knock|ring|instructions|tell|rude|leave|left|missed|not home|come)
        not (be |going to be )?(at )?home|nobody ~ home|hold ~ (parcel|package|delivery|shipment|order|at the)|pick ?up (point|at the depot|my parcel)|(rude|careless) (driver|courier)
    """),
    "purchase": phrases(r"""
        (want|like|need|wish|looking|ready|try|trying|how (do|can|to)|can|could|let|help) ~ (to )?(buy|purchase|place an order|re-?order|order (a|an|some|another|more|two|three|four|five|\d+|the|new|one)|check ?out)
        (order|send|get|buy|reserve) (me |us )?(a|an|another|two|three|four|five|\d+) (more |new )?<product>s?|(check ?out|basket|shopping cart|cart) ~ (not|error|empty|stuck|fail*|work*|crash*|problem)|place (an|another|a new) order|pre-?order*
    """),
    "manual": phrases(r"""
        how (do|can|to|should|does|would) (i|we|you|one)? ?(set ?up|pair|connect|reset|install|use|update|upgrade|flash|configure|clean|mount|assemble|turn (on|off)|calibrate|sync|replace the|restart|wire|enable|disable)
        (set ?up|user|pairing|installation|quick start) (guide|manual|instructions|help)|instructions (for|on|to)|user manual|manual (for|of)|firmware ~ (update|upgrade|flash|install*) ~ (fail*|how|stuck|error)|(update|flash|upgrade) (the |my )?firmware|datasheet|schematics?|pinout|driver (download|for)
    """),
    "lost_number": phrases(r"""
        (not|no|lost|forgot*|deleted|where|can not|without|what is) ~ (order number|order id|order no|confirmation (e-?mail|mail|number)|my order ?number)|(not|no|never) ~ (order )?confirmation|<not> ~ (have|know|find|remember|got) (the|my|a|any|that|it)? ?(order )?number
        (look|find|search|check) ~ (by|with|using|under) (my )?(name|e-?mail|phone)|order number ~ (lost|not|where|forgot*|find)|what orders? (do|did|have) i|(list|show|all) (of )?my orders|my (last|latest|recent|previous|most recent) order|order history
    """),
    "reference": phrases(r"""
        (esc|tkt|tic|case|inc)-\d[\w-]*|(ticket|case|reference|complaint)( number| id| no)? (is )?#?\d+|(my|the|our|about|open|existing|previous|earlier) (ticket|case|complaint|support request)
        (nobody|no one|no-one|someone|somebody|anyone|team|they|you) (has |have )?(ever )?(replied|reply|answered|answers|responded|got back|gets back|contacted|came back|replies|respond|responds|reply)|(no|not|never|any) (reply|response|answer|heard back|feedback)|(waiting|wait) ~ (reply|answer|response|(for|to) (hear|someone))
    """),
    "bot": phrases(r"""
        are you (a |an )?(bot|robot|machine|ai|human|real|person|chat ?gpt|llm|program)|am i (talking|speaking|chatting) (to|with)|who are you|what are you|your name|is this (a )?(bot|ai|automated|human|real)
        what can you (do|help)|what do you do|how can you help|how are you|how is it going|how do you do|can you (help|assist) me( please)?$|you there
    """),
    "range": phrases(r"""
        what (do|else do|all do|products do|kind of \w+ do) you (sell|have|offer|stock)|your (range|catalogue|catalog|assortment)|recommend*|(suggest*|advice|ideas?) ~ (gift|buy|product|present|which)|which (one )?(should|would) (i|you)|(looking for|need|want) (a|some) (gift|present)|bestsellers?
    """),
    "praise": phrases(r"""
        (just )?(wanted|want|like) to (say|tell) ~ (thank|great|love|amazing|happy|awesome|good)|(love|loving|adore) (my|the|your|it|this|these)|(great|awesome|amazing|excellent|fantastic|brilliant|wonderful|superb|best) (service|job|work|support|shop|store|product|company|team|help)|well done|you (guys )?rock|gorgeous|beautiful|keep it up|kudos|five stars|5 stars
        (compliments?|very|so|really|super) (happy|pleased|satisfied|impressed)|feedback|suggestion|leave a review
    """),
    "settled": phrases(r"""
        (never ?mind|forget (it|about it)|no longer (needed|an issue|relevant|a problem)|(it|that|problem|issue) (is |was |got )?(solved|resolved|sorted|fixed)|found it|ignore (that|this|my (last|previous)|me)|(it|parcel|package|order) (just|has|finally|has just) (arrived|came|turned up|showed up)|(arrived|came|turned up) (just now|today|this morning|after all)|all good( now)?|false alarm|my mistake|my bad|scratch that|disregard)
    """),
    "offtopic": phrases(r"""
        (write|compose|tell|sing|draw|translate|solve|explain|recite|generate|code) ~ (poem|haiku|song|story|joke|essay|python|javascript|homework|recipe|letter|quantum|equation|script|limerick)|(poem|haiku|recipe|horoscope|lottery|football|soccer|president|election|politic*|bitcoin price|stock market|weather|capital of|meaning of life|homework|religion|netflix|what time is it|square root|\d+ ?[+*x] ?\d+)
    """),
    "thanks": phrases(r"thanks?|thank you|cheers|much appreciated|appreciate (it|that|your)|brilliant|great help|perfect|awesome|lovely|ok great|super"),
    "bye": phrases(r"bye|goodbye|good night|that is (all|everything|it)|that will be all|see you|have a (nice|good|great|lovely)|nothing else|no more questions"),
    "greeting": phrases(r"hi|hello|hey|heya|hiya|yo|sup|good (morning|afternoon|evening|day)|greetings|howdy|dear (sir|team|support|alex|all)|hi there|hey there|anyone there|anybody there|you there|test|testing|help( me)?( please)?$"),
}  # fmt: skip
"""What a message asks for; several may hold at once."""
