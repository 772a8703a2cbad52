"""The phrases by which customers say what they want done about an order, by intent."""

import re
from collections.abc import Mapping

from evalsuite.example.alex_phrases import phrases

ORDER_INTENTS: Mapping[str, re.Pattern[str]] = {
    "modify": phrases(r"""
        mistake (by|in|with|of) (the )?quantity|(need|want) only ~ not (\w+ )?(pieces?|units?|ten|\d+)|(be|get) amended
        (the|my|this) order to wait|(send|ship) ~ a new one|change to \d+|make it \d+|hurry|faster|sooner|quicker|swap
        (change|modify|alter|adjust|edit) (my|the|this|our|an) order|(upgrade|switch) ~ (express|overnight|faster)
        exchang(e|ed|ing)|(replace|expedite|rush)|speed (it |things? |this )?up|(upgrade|change) ~ shipping
        (change|update|reduce|increase|amend|edit|double) ~ (quantity|amount|colour|items?)
        (change|update|reduce|increase|amend|edit|double) ~ (size|model|order to|number of)
        (add|remove|take|put|include) ~ (to|from|off|in|into|on) (my|the|this|that|our|an?) ~ order
        (add|remove|take|put|include) ~ (to|from|off|on|in|into) ord-\d+|(send|want|get|need) ~ replacement|replacement
        (want|make it|need|hold) ~ (instead of|rather than|until|my order)
        different (colour|size|model) (instead|please)|(merge|combine|split) ~ (orders?|ord-\d+|shipments?)
        (gift.?wrap*|gift (note|message))|engrav(e|ing) ~ (on|add|change)
    """),
    "details": phrases(r"""
        (still|yet) no (refund|money)|returned ~ no (refund|money)|how many ~ (items|pieces|things|products)
        what (is|was|did) ~ (in|i order|i buy|we order|part of|inside) ~ (order|ord-\d+|parcel)
        <order> (goes|is going|go) to(?!.*(instead|else))|what did (i|we) (order|buy|pay)
        how much (did|have) (i|we) (pay|paid|spen[dt])
        (which|what) (card|address) ~ (is|was|did|sent|used|on|for|go)|(which|what) items?
        (have|got) (my|the|our) (right )?(delivery |shipping )?address|details (of|on|for) ~ order|order details
        where (is|are) (it|you|they) (being )?(sent|shipping|delivering|going)|summary of ~ order
        total (of|for|on) ~ <order>|refund ~ (processed|issued|approved|initiated|confirmed|done)
        about (that|my|the) refund|refund ~ (go|went|gone|come|came|gone|been) ~ through
        (status|news|update|check) (of|on|about) (my|the|our|a) refund|where (is|are) (my|the|our) (refund|money)
        (not|still|yet) ~ (see|seen|got|received|had|have) (my|the|a|any) (refund|money)
        (refund|money) ~ (not|never|still not|yet to) ~ (arrive|arrived|show|shown|received)
        (refund|money) ~ (not|never|still not|yet to) ~ (come|here|there|credited)
        (waiting|wait) (for|on) (my|the|a) (refund|money)
        when (will|do|does|can) ~ (refund|money) ~ (arrive|come|reach|get|be)|happened to (my|the) refund
        has (my|the) refund|when ~ (get|see|have|receive) ~ (money|refund)|rf-\d+|rt-\d+|(have|did) (you|they) refund*
    """),
    "missing": phrases(r"""
        (says|say|shows?|marked|marks?|claims?) ~ delivered ~ (but|yet|never|not|nothing|no|did not)
        (supposed*|listed|status is|according|tracking) ~ delivered ~ (but|yet|never|not|nothing|no|did not)
        delivered nothing|(must|seems to) be invisible|delivered (but|yet)|delivered to ~ (wrong|someone|neighbou?r)
        (never|did not|not|have not|has not) ~ (receive|received|get|got|had) ~ delivered
        (item|one|part)s? (of it |of them |of my order )?(is|are|was|were) (missing|not (in|inside|there))
        (piece|half|some)s? (of it |of them |of my order )?(is|are|was|were) (missing|not (in|inside|there))
        (something|accessory|cable)s? (of it |of them |of my order )?(is|are|was|were) missing
        (something|accessory|cable)s? (of it |of them |of my order )?(is|are|was|were) not (in|inside|there)
        (manual|<product>)s? (of it |of them |of my order )?(is|are|was|were) (missing|not (in|inside|there))
        missing (from|in|out of)|(missing|lacks?|lacking|without) (a |an |the |one |its |my )?(item|part|piece|cable)s?
        (missing|lacks?|lacking|without) (a |an |the |one |its |my )?(charger|manual|<product>|accessor\w+)s?
        <order> (is|was|went|got|has been|been)? ?(lost|stolen|gone missing|vanished|swiped)
        (somebody|someone|they|he|she|thief|thieves) (has )?(stole|took|swiped) ~ <order>
        (stolen|lost) ~ (porch|parcel|package|mail|transit|post)|(get|got) lost|porch pirate*|vanish*|disappear*
        nothing ~ is delivered|empty (box|parcel|package)|box (was|is|came|arrived) empty
        only (got|received|arrived|came|sent|shipped|delivered) (me |us )?(one|half|part|\d)|no <product>s? (in|inside)
        <not> ~ in the (box|parcel|package)|delivered to ~ (old|wrong|different|another) ~ (address|house|door|person)
        (only|just) (one|two|three|half|part|\d) ~ (arrived|came|in the box|delivered|turned up)
        delivered ~ (nothing|not) ~ (arrived|received|here)
        (not|nothing|never) ~ (here|arrived|received|got) ~ (says|shows|marked|claims?) ~ delivered
        (not|nothing|never) ~ (there|porch|mailbox) ~ (says|shows|marked|claims?) ~ delivered
    """),
    "refund": phrases(r"""
        refund(s|ed|ing|able)?|money back|(not get|want|need|get me) (my|our) money
        (give|get|send|pay|want) ~ back ~ money|reimburse*|back my money|pay(ing)? (me|us) back|want my money
        (have|get|take) back (my|the|our) money|give (me )?(my|the) money
        my \$?\d+([.]\d\d)?( usd| dollars| bucks)? back|(return|send) (me )?my money
        chargeback
    """),
    "return": phrases(r"""
        (is|are) not (needed|wanted)|no longer (needed|wanted)|unwanted|duplicate gift
        (pop|give|take|bring|ship|mail|send|hand) ~ back to (you|u)|(you|u) (would |will |could |can )?take ~ back
        return(ing)?(?! (a |my |the )?(call|money|me my))
        send(ing)? (it|them|this|these|those|that|the [\w-]+( [\w-]+)?|[\w-]+ [\w-]+|[\w-]+) back
        (give|take|bring|ship|mail|send) (it|them|this|these) back|send back|return (label|slip)|rma
        (not|no longer) (want|need|wanted|needed|like) (it|them|this|these|the|my|what|anymore|any more|how)
        changed my mind(?!.{0,20}keep)|(not|does not|do not) (fit|suit|match)|(want|like) to get rid of
        not (happy|satisfied|impressed) with ~ (<product>|it|them|purchase)|regret (buying|ordering|my)
        not what i (expected|wanted|hoped|need|needed)|too (big|small|heavy|loud|tight|large)
    """),
    "cancel": phrases(r"""
        cancel(l?ing|lation|s)?|(want|need|like|get) ~ cancell?ed|cancell?ed please|call (it|the order|ord-\d+) off
        <order> ~ be stopped|(way|possible|like|want|need) ~ stop(ping)? (the|my|this|ord-\d+)|call off
        (do|please do) not (ship|send|dispatch|deliver) (it|this|the|my|them|ord-\d+)
        stop (the|my|this|that|it|ord-\d+) ?(order|shipment|delivery|parcel|from|being|before)?
        (scrap|abort|void|withdraw|undo|nix|kill) (the|my|this|that|our|it|ord-\d+)
        (ordered|bought|placed|order) ~ (by mistake|by accident|accidentally|twice|in error)
        accidental(ly)? (ordered|order|bought|placed|purchase)
        (not|no longer) (want|need) (the |my |this |that |our |an |any )?<order>
    """),
    "address": phrases(r"""
        (add|put|include) ~ (apartment|floor|suite|unit number|house number|the address)
        (go|come|sent|arrives?|deliver*|ship*|send) ~ (elsewhere|somewhere else|another (place|building))
        (go|come|be sent|be delivered) to (my|our|the) ~ (work|office|home|parents?|neighbou?r|building) ~ instead
        (send|ship|deliver|redirect|bring|arrives?) ~ to \d+ [a-z]\w+|arrives? at ~ (building|address|site) ~ not
        <change> ~ (address|zip|postcode|street|destination|house number|where (it|my|the))
        (deliver|shipping|delivery) (address|destination) ~ (to|is|was|wrong|change*)
        (switch|wrong|different|new|another|old|incorrect|other|typo|mistake) ([\w-]+ ){0,3}<address>
        <address> ~ (wrong|changed|incorrect|incomplete|invalid|outdated)
        <address> ~ (old|typo|mistake|not (right|correct)|instead|should)
        (deliver|ship|send|redirect) ~ to (my|the|our|an?) ~ (office|work|workplace|new|other)
        (reroute|forward|divert) ~ to (my|the|our|an?) ~ (office|work|workplace|new|other)
        (deliver|ship|send|redirect) ~ to (my|the|our|an?) ~ (different|warehouse|site|hotel|home)
        (reroute|forward|divert) ~ to (my|the|our|an?) ~ (different|warehouse|site|hotel|home)
        (deliver|ship|send|redirect) ~ to (my|the|our|an?) ~ (neighbou?r|parents?|mum|mom|sister)
        (reroute|forward|divert) ~ to (my|the|our|an?) ~ (neighbou?r|parents?|mum|mom|sister)
        (deliver|ship|send|redirect) ~ to (my|the|our|an?) ~ (brother|friend|place|house|flat)
        (reroute|forward|divert) ~ to (my|the|our|an?) ~ (brother|friend|place|house|flat)
        (deliver|ship|redirect|reroute|divert|send) (it|them|this|my order) ~ (instead|elsewhere|to \d)
        (deliver|ship|redirect) (the order|the parcel|my parcel|ord-\d+) ~ (instead|elsewhere|to \d)
        (reroute|divert|send) (the order|the parcel|my parcel|ord-\d+) ~ (instead|elsewhere|to \d)
        (i|we) (have )?(just |recently )?moved|moving (house|flat|office|offices|out|to|soon|next)
        (delivered|sent|shipped) to (my|our|the) (new|other|different)
        (redirect|reroute|divert) ~ <thing>|relocat(ed|ing)
    """),
    "fault": phrases(r"""
        bent|doorstop|paperweight|reports? (garbage|nonsense|rubbish)|charges? (absolutely |exactly )?nothing
        fail(s|ed)? (after|within|when|every)|smell* of burning|too (low|quiet|faint)
        (sent|got|received) ~ (i|we) ordered|(strange|weird|loud|odd|constant) (noise|sound|hum)
        hiss*|beep(s|ing)|broke off|came loose|blue screen
        (update|ota|flash*|install*|pairing|setup|set.?up) ~ (fail*|stuck|error)
        (box|package|parcel|seal) (was|is|came|arrived) (already )?(open|opened|used|broken)|second.?hand|used item
        broken?|broke|defect*|fault|faults|faulty|crack*|shatter*|damag*|dead|doa|bust(ed)?|malfunction*|glitch*
        scratch*|dent(ed|s)?|crush*|smashed|bricked|soaked|soaking|torn|ripped|squashed|stained|dirty|crackl\w+
        overheat*|flicker*|buzz(es|ing)|freez(e|es|ing)|frozen|leak*|unresponsive|not responding|rattl*|static noise
        (keeps?|always) ~ (dying|off)
        (stopped|quit|stop|stops|not|never|hardly|barely|ceased) ~ (work|works|worked|working|turn|turns)
        (stopped|quit|stop|stops|not|never|hardly|barely|ceased) ~ (turning|charge|charges|charging|pair*)
        (stopped|quit|stop|stops|not|never|hardly|barely|ceased) ~ (connect*|power*|start*|boot*|respond*)
        (stopped|quit|stop|stops|not|never|hardly|barely|ceased) ~ (sync*|function*|switch(es|ing)? on)
        (stopped|quit|stop|stops|not|never|hardly|barely|ceased) ~ (light up|hold a charge)|only works?
        (does|do|is|are|will|would|can) not (close|open|stay|stick|lock|fasten)
        (does|do|is|are|will|would|can) not (sync|light|display|detect|recogni*|fit (properly|right))|snapped|loose
        fell (off|apart)|came off|wobbl*|squeak*|peel*|(super|very|so|really) slow
        no (sound|audio|power|signal|picture|image|usb|leds?|light|connection)|one side
        (left|right) (side|ear|earbud|one|speaker) ~ (not|dead|quiet|silent|no|dies|died)|fail(s|ed|ing)? to
        keeps? (disconnect*|drop*|reboot*|crash*|restart*|freez*|cutting|turning|switching)
        (disconnect|drop|reboot|crash|restart|cut)s? (out|off|every|all the time|constantly|randomly)
        wrong (items?|products?|colours?|models?|one|thing|things|size|<product>)|not what (i|we) ordered
        (sent|got|received|shipped|delivered) (me |us )?(a |an |the )?(different|wrong|incorrect)
        (received|got|have) ~ (someone|somebody) else|(received|got|sent|arrived) ~ instead of|(sound|audio|music) only
        not (like|as) (the|in the) (picture|photo|description*)
        differen* (from|than|to) ~ (picture|photo|description|ordered|what)
        (ordered|asked for|paid for) ~ (but |and )?(got|received|came|sent|you sent|arrived)
        (barely|hardly|only) lasts?|battery ~ (drain*|dies|died|dying|empty|lasts? (only|just|barely|about))|drains?
        died|kaput|junk|lemon|piece of (junk|crap|trash|garbage)|screen is black|black screen|error (code|light)
        blinking red|red light|wi-?fi ~ (drops?|slow|dead)
        (problem|issue|trouble|wrong|happening) with (my|the|our|this) <product>
        (my|our|the|this) <product> ~ (problem|issue|acting up|misbehav*|playing up|weird noise|is not ok)
    """),
    "status": phrases(r"""
        how long ~ (ship|arrive|deliver*|get here)|(was|were|got|been|is|why) ~ cancell?ed
        where (it|they|that|my <thing>|the <thing>) (is|are)
        (whether|if) ~ (left|shipped|sent|arrived|dispatched|on (its|the) way)|when ~ (dispatch*|be sent|leave|leaves)
        (still|yet) no <order>|<order> ~ (still not|not yet)|where (is|are|the|has|did|my|abouts) ~ <thing>
        where (is|are) (my|our)|track(ing|ed|s)?|status|whereabouts|locate ~ <order>
        when (it|they|<thing>) (is |are |will )?(ship*|arriv*|com(e|es|ing)|leav*|deliver*)
        (does|will) <thing> ~ (ship|arrive|leave|come)
        when (will|does|do|can|is|are|should|am|would|may|shall) ~ (arriv*|come|comes|coming)
        when (will|does|do|can|is|are|should|am|would|may|shall) ~ (get (it|here|them|my|our)|deliver*|ship*|due)
        when (will|does|do|can|is|are|should|am|would|may|shall) ~ (expect*|receive|land|be here)
        when (will|does|do|can|is|are|should|am|would|may|shall) ~ (reach|(show|turn) up|gone? out)
        when ~ (show|turn)s? up|where ~ <order>
        (has|have|had|did|is|was|were|still|yet) not ~ (arriv*|come|came|here|receiv*|shipped|ship|got|get)
        (has|have|had|did|is|was|were|still|yet) not ~ (turned up|been delivered|delivered|moved|moving)
        (has|have|had|did|is|was|were|still|yet) not ~ (left|updated|show*|dispatched)
        (not|nothing|never|no) (yet |ever )?(arriv*|come|came|here|receiv*)
        (not|nothing|never|no) (yet |ever )?(shipped|turned up|showed up|delivered|moved)
        <order> ~ (not|never|nowhere|still) ~ here|late|overdue|delay|delayed|delays|stuck
        (shipped|dispatched|left|sent) (yet|already|out)|did (you|they) ~ (ship|send|dispatch)|ages ago
        taking (so|too|this|forever)|takes? (so|too) long|too long
        (has|have|is|are|did|was) (it|they|<thing>) ~ (shipped|dispatched|left|gone out|sent|coming)
        (has|have|is|are|did|was) (my <thing>|the <thing>|our <thing>) ~ (shipped|dispatched|left)
        (has|have|is|are|did|was) (my <thing>|the <thing>|our <thing>) ~ (gone out|sent|coming)
        (has|have|is|are|did|was) (it|they|<thing>) ~ (on (its|the|their) way|ready|out for delivery)
        (has|have|is|are|did|was) (my <thing>|the <thing>|our <thing>) ~ (on (its|the|their) way|ready)
        (has|have|is|are|did|was) (my <thing>|the <thing>|our <thing>) ~ out for delivery
        (has|have|is|are|did|was) (it|they|<thing>|my <thing>|the <thing>|our <thing>) ~ (ship|leave)|eta
        ^((any|status) )?updates?[?!.]{0,3}$|where$|any (news|update|idea|progress|word)
        what is (happening|going on|up|the (hold ?up|story|news|latest)) ~ <thing>|what (has )?happened to ~ <thing>
        what about (my|the|our) <order>|(waiting|waited|wait) ~ (for|on|weeks|days|since)|on (its|the|their) way
        (coming|here|arrive|arrives|delivered|come) (today|tomorrow|soon|by|before|in time)|nowhere to be seen
        expected delivery|delivery (date|day|time|status|estimate|update)
        arriv(e|es|ed|ing) (before|by|on|today|tomorrow|yet|when)
        check (on |up on |out )?(my|the|our|this|on)? ?<order>|<order> ~ (update|news|progress|arrive*|shipped|coming)
        (look|looking) (up|into|at|for) ~ <order>|still (waiting|processing|preparing|pending|no sign|nothing|not)
        no sign of|supposed to (be|come|arrive|have)|(yet|still) to (arrive|come|show*|materiali*|ship)
        out for delivery|nobody came|(never|not) came|lost in (transit|the mail|the post)
        how long (until|till|before|more) ~
        (update|news|info|information|details|progress) (on|about|of|for|regarding) ~ (<order>|shipment)
        follow(ing)? up (on|about|regarding) ~ <order>|should have (been|arrived|come)
        confirm (receipt|shipment|dispatch|delivery)
    """),
}  # fmt: skip
"""Each of these needs an order."""
