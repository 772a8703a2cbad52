"""The phrases by which customers ask about rules and products, and say why something goes back."""

import re
from collections.abc import Mapping

from evalsuite.example.alex_phrases import phrases

TOPICS: Mapping[str, re.Pattern[str]] = {
    "developer_api": phrases(r"""
        keys? ~ (leaked|compromised|exposed)|leaked ~ keys?|apis?|rate.?limit*
        req(uest)?s?(/|per|a| )+min(ute)?|requests (a|per) (minute|second|hour|day|key)|429s?|webhooks?|api.?keys?
        sdk support|quota|throttl*
        (401|403|unauthorized error)|(rotate|revoke|withdraw|create|generate|get|new) ~ (api )?(keys?|token)
        end of life|eol|firmware ~ (supported|support until|lifecycle|eol)|how long ~ firmware
        cloud (service|endpoint|limits?)|developer console
    """),
    "warranty": phrases(r"warrant(y|ies)|guarantees?|covered|water damage|repairs?|repaired|out of warranty"),
    "price_match": phrases(r"""
        (on sale|discounted|reduced) (for|at)|price.?match*|match ~ prices?
        (lower|cheaper|better) (price|deal|elsewhere|somewhere|at|on)
        price (drop*|went down|is lower|was lower|fell|cut)|found it cheaper|match (the|a|that|their|it|my|this|your)
        (cheaper|less) (on|at|in|elsewhere|now|than (i|we) paid)
        (on sale|discounted|reduced) (now|today|after|a day|the next)
        (amazon|competitor|other (shop|store)) ~ (price|cheaper|less|sells|has)
    """),
    "invoices": phrases(r"""
        invoices?|receipts?|order confirmation|accountant|tax.?id|vat|(the|our|a|wrong) po( number)?(?! box)
        net.?(15|30|45|60|90)|payment terms|purchase order number|po number|w-?9|billing (department|address|details)
        proof of purchase|tax.?exempt*|expense (report|claim|it)
    """),
    "payments": phrases(r"""
        pay ~ (by|with|via) ~ (card|paypal|transfer)|(pay|cash|payment) (on|upon|at) delivery|cod
        payment (methods?|options?|plans?|types?)|pay (with|by|via|using|in|over|later|cash)|paypal|klarna
        instal?lments?|apple pay|google pay|bitcoin|crypto*|afterpay|amex|american express
        (accept|take|support) ~ (visa|mastercard|cards?|paypal|cheques?|checks|cash|wire|bank transfers?|ach)
        wire transfer|bank transfer|when ~ (card|i|we|account) ~ (be )?charged( |$)
    """),
    "discounts": phrases(r"""
        student*|bulk|volume (discount|pric*|order*)|quantity discount|wholesale|black friday|cyber monday|loyalty
        (something|anything|some|percent|money) off (if|when|for|on)|teacher|military|nurse|seniors?|discounts?
        sales? (coming|soon|on|going|season)|first order
        (coupons?|promo(tion)?s?|deals?|vouchers?) (right now|available|currently|going|running|at the moment|today)
        any (coupons?|promos?|promotions?|deals?|offers?|sales?)|reseller|nonprofit|non-profit
        for (10|15|20|25|30|40|50|100|200) (pieces|units|<product>)
    """),
    "privacy": phrases(r"""
        gdpr|ccpa|(my|our|personal|customer|which|what|user) data|privacy
        (delete|erase|forget|export|download|remove) ~ (my|our) ~ (data|information|details|records|history|info)
        right to be forgotten|data (protection|processing|retention|request|export|deletion)|dpa
        (sell|share|store|keep|hold|save) ~ (my|our) ~ (card|data|information|details|info|e-?mail)
        (close|delete|erase) ~ (my|our) account
    """),
    "callbacks": phrases(r"""
        hotline|(callback|phone|call) hours|when do you call|(phone|hotline|telephone|support|service) (number|line)
        do you have (a|an) (phone|hotline|telephone)|number (i|we) can call
    """),
    "contact": phrases(r"""
        (opening|business|office|support|working|service) hours|(what|until what|from what) time ~ (open|close)
        are you (open|closed|available)|open (on|at) (weekends?|saturday|sunday)
        your (store|stores|shops?|showroom|location|physical|office|address)|physical (store|shop|location)|in.store
        (pick ?up|collect|collection) (in|from|at|point|myself|possible)|pick ~ up (myself|in person|instead|from)
        (visit|come by|drop by|walk in)|contact (e-?mail|details|address)
        e-?mail (address )?(for|of) (support|customer)|where are you (based|located)|showroom
    """),
    "accounts": phrases(r"""
        (reset|forgot|forgotten|lost|change|recover|new) ~ password*|password (reset|link|e-?mail|forgotten)|locked out
        (account|sign in|login) ~ locked|can not (log ?in|sign in|log on)
        (log ?in|sign in|password) ~ (not work*|fail*|problem|trouble|issue|wrong|incorrect)|reset link
    """),
    "stock": phrases(r"""
        pre-?order*|back.?order*|reserve (one|a|an|the|it|them|some)
        (notify|notification|alert|tell me|let me know) ~ (back|stock|available)|waiting ?list|waitlist
        out of stock items?
    """),
    "ordering": phrases(r"""
        how (do|can|to|does) (i|we|one|ordering|it)? ?(place an order|order|buy|purchase|ordering work)|gift.?wrap*
        gift (note|message|receipt|option)|minimum order|engrav(e|ing) (service|option|something|a name|possible)
        guest checkout|without (an )?account|order by phone|(combine|merge|split) ~ (orders?|shipments?)
    """),
    "lost_parcels": phrases(r"""
        insured|insurance
        (what|who) (if|happens|pays|is responsible) ~ (lost|stolen|damaged in|disappears|never arrives)
        (insured|insurance) ~ (parcel|shipping|transit|delivery|package|shipment)?
        if (the|my|a|it|parcel|package) ~ (gets|get|is|goes) (lost|stolen|missing)
        how long ~ (trace|investigation|tracing)
    """),
    "cancellations": phrases(r"cancel*"),
    "returns": phrases(r"""
        take ~ back|sending (it|them) back|return(s|ed|ing|able)?|(30|thirty) days|send ~ back|exchang*
        restocking( fee)?|opened (box|item|package)
    """),
    "refunds": phrases(r"refund*|money back|money ~ back"),
    "shipping": phrases(r"""
        ship|ships|shipping|shipped|deliver|delivers|delivery|deliveries|postage|express|overnight|next.?day|same.?day
        expedited|courier|abroad|international*|worldwide|canada|mexico|europe|germany|france|uk|united kingdom
        australia|japan|india|portugal|spain|italy|ireland|brazil|only in america|overseas|alaska|hawaii|po box*|customs
        import dut(y|ies)
    """),
}  # fmt: skip
"""Of the shop's policies."""
STANDING = frozenset(TOPICS) - {"warranty", "refunds", "returns", "cancellations", "shipping"}
"""Topics that are asked about wherever they are named; the others need a question about a rule."""

FACETS: Mapping[str, re.Pattern[str]] = {
    "price": phrases(r"price*|cost*|how much (is|are|does|do|for|would)|expensive|cheap*"),
    "stock": phrases(r"""
        do you (have|sell|carry|stock) (the|any)|in stock|be back|when ~ back|available|availability|stock|back in
        restock*|sold out|have any( \w+)? left
    """),
    "warranty": phrases(r"warrant(y|ies)|guarantee"),
    "battery": phrases(r"battery|batteries|hours|last on a charge|run ?time|how long ~ (last|run)|mah|capacity"),
    "water": phrases(r"water*|swim*|rain|shower*|sweat*|splash*|ipx?\d*|pool|wet|dive|diving"),
    "charging": phrases(r"""
        charging|charges? (time|fast|via)|(how long|how fast|long) ~ (to )?(charge|recharge)|usb.?c|fast.?charge
        wireless charg*
    """),
    "compatibility": phrases(r"""
        compatib*|works? (with|on)|work (with|on)|support(s|ed)?|fits? (with|my|for)|pair with|iphones?|ipads?|ios
        android|mac|macbooks?|macos|linux|windows|thunderbolt|bluetooth|laptops?|chromebooks?|raspberry pi|galaxy|pixel
        python|rust|arduino
    """),
    "ports": phrases(r"ports?|hdmi|ethernet|usb-?a|displayport"),
    "displays": phrases(r"monitors?|displays?|screens?|4k|8k"),
    "power": phrases(r"watts?|wattage|powerful|\d+ ?w|power output|volts"),
    "travel": phrases(r"""
        planes?|flights?|flying|airport|tsa|airline|hand luggage|carry.?on|travel*|voltage|abroad|europe
    """),
    "coverage": phrases(
        r"coverage|range|square|sqm|cover (a|the|my|an|how)|area ~ cover|big (a )?house|floors?|rooms?"
    ),
    "standard": phrases(r"wi-?fi ?\d*|wi-?fi standard|6e|802\W?11*"),
    "weight": phrases(r"weigh*|heavy|heavier|lighter|grams|light ?weight"),
    "light": phrases(r"kelvin|dimm*|bright*|lumens?|colou?r temperature|warm light"),
    "firmware": phrases(r"firmware|sdk version"),
    "interfaces": phrases(r"gpio|i2c|spi|uart|pins?|interfaces?|can bus"),
    "contents": phrases(r"""
        what is in|what comes|contents|included|come with|comes with|in the box|which sensors|what sensors
    """),
    "colours": phrases(r"colours?|(in|have|available|any) ~ (black|white|red|blue|green|grey|silver)"),
    "size": phrases(r"dimensions?|size|how (big|large|tall|long) (is|are)|cm|inches"),
    "noise cancelling": phrases(r"noise.?cancel*|anc"),
    "microphone": phrases(r"microphones?|mic|calls quality"),
    "app": phrases(r"apps?"),
}
"""What is asked about a product, named as in its facts."""

REASONS: Mapping[str, re.Pattern[str]] = {
    "wrong_item": phrases(r"""
        (wrong|different) (items?|products?|colours?|models?|one|thing|things|size|<product>)|not what (i|we) ordered
        (sent|got|received|shipped|delivered) (me |us )?(a |an |the )?(different|wrong|incorrect)
    """),
    "unwanted": phrases(r"""
        changed my mind|(not|no longer) (want|need|like|wanted|needed)|(not|does not|do not) (fit|suit|match)
        by (mistake|accident)|found it cheaper|too (big|small|heavy|loud|tight|large)
        not what (i|we) (expected|wanted|hoped|need|needed)|unwanted|regret (buying|ordering|my|the)
        not (happy|satisfied|impressed)
        (a|it was a|unwanted) gift
    """),
}
"""Why something goes back, beside a fault."""

RULES = phrases(r"""
        (is|are) ~ free|free of charge|policy|policies|terms|rules?|warrant(y|ies)|receipts?|(a|your|the|any) guarantee
        conditions|(30|thirty) days|(how long|how many days) ~ (do|have|is|can|does|after|will|till|until|before|take)
        who (can|may|decides|approves)|do (i|we) (need|have to|must|get|pay|owe)
        do (you|u) (offer|repair|fix|accept|match|ship|deliver|have|give)
        do (you|u) (do|send|charge|cover|provide|allow|take|guys)
        (can|could|may) (i|you|one|we|u) (still |also |even |just )?(return|send|cancel|ship|get|pay|add)
        (can|could|may) (i|you|one|we|u) (still |also |even |just )?(have|delete|bring|exchange|ask for|be)
        (is|are) there (a|any|an) ~ (fee|charge|cost|discount|deadline|limit|policy|minimum)|what happens (if|when)
        (am|are) (i|we) (allowed|entitled|able)|is it (possible|ok|okay|allowed|free)
        how ~ (works?|work|handled|calculated|processed)
        (return|refund|warranty|claims?|cancellation) (process|procedure|window|period|policy)|possible to
        how many (days|requests|calls|weeks)|how (fast|long|quickly|soon) (is|are|does|do|will|until|would|for)
        how much (is|does|for|are|would|will) ~ (shipping|delivery|express|postage|return*|ship|deliver)|covered
        in general|refundable|returnable|shipping (cost|fee|time|option|method|rate)s?
        (cost|price|fee) (of|for) (shipping|delivery|returns?|express)|will (the|my|a) (refund|money)
        (who|do i|do we|must i) pays? ~ (return|shipping|postage)|(which|what) countries|worldwide|internationally
        abroad|overseas|(express|overnight|next.?day|same.?day) (shipping|delivery|option)|water damage
        free (shipping|delivery|returns?)
        (deliver|ship|shipping|delivery|send|sending) (to|in|within|into) (canada|mexico|europe|germany)
        (deliver|ship|shipping|delivery|send|sending) (to|in|within|into) (france|uk|the uk)
        (deliver|ship|shipping) (to|in|within|into) (australia|japan|india|alaska|hawaii|po box*)
        (delivery|send|sending) (to|in|within|into) (australia|japan|india|alaska|hawaii|po box*)|restocking
        only in america|up to (when|how)|deadline for|still (under|in|within) warranty
    """)
THEMES: Mapping[str, re.Pattern[str]] = {
    "billing": phrases(r"""
        money|charge|charged|pay|paid|payment*|tax|taxes|euros?|bank|card|cards|fees?|duty|price was|cost me
    """),
    "account": phrases(r"""
        customer (number|id)|my (address|details|data|info)|everything ~ me|accounts?|profile|user ?names?|e-?mails?
        subscription|settings|signed? up|membership|points
    """),
    "delivery_wish": phrases(r"deliver*|locker|courier|doorbell|driver|depot|ship|shipping|postman|ups|fedex|dhl|usps"),
    "purchase": phrases(r"website|web ?page|site|app|checkout|basket|cart|page"),
    "human": phrases(r"colleague|team|boss|employee|agent|staff|complain*"),
}
"""What a message is near, where nothing in it says what is wanted."""

WANTS = re.compile(
    r"(?:do you (?:guys )?(?:sell|have|stock|carry)|tell me (?:more )?about"
    r"|information (?:on|about|for)|specs (?:of|for|on)|interested in|looking for) (?:the |a |an |your |any "
    r"|some )?+([a-z0-9][\w -]{2,40})"
)
"""A question about something to buy, and what."""
NO_GOODS = re.compile(
    r"student|discount|(tele)?phone|stores?\b|shops?\b|hotline|my |policy|coupon|promo|order"
    r"|update|gift|chat|history|dark|time|idea|question|minute|moment|some|any|people|staff|support|news|records?|access"
    r"|it\b|that\b|this\b|them\b"
)
"""What is asked for with the same words, and is nothing to buy."""
