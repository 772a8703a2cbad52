"""Words as customers write them: short forms, foreign words, and the words whose misspellings are mended."""

import re


def _table(lines: str) -> dict[str, str]:
    """From lines like `order: pedido commande`, by each word on the right."""
    pairs = (line.split(":", 1) for line in lines.splitlines() if ":" in line)
    return {form: word.strip() for word, forms in pairs for form in forms.split()}


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SHORT = _table("""
    you: u ya
    your: ur yr
    are: r
    please: pls plz plss plse pleas pleez plis
    thanks: thx tnx tks thnx ty tysm thankyou
    where is: wheres whers wherez were's
    what is: whats wats wat's
    that is: thats
    it is: its
    how is: hows
    when is: whens
    i am: im i'm
    i have: ive
    i will: i'll
    can not: cant can't cannot
    will not: wont won't
    shall not: shan't
    do not: dont
    does not: doesnt dosent dosnt
    did not: didnt didn didt
    is not: isnt
    are not: arent aint ain't
    was not: wasnt
    were not: werent
    has not: hasnt
    have not: havent havnt
    had not: hadnt
    would not: wouldnt
    could not: couldnt
    should not: shouldnt
    you are: youre
    want to: wanna
    going to: gonna
    have to: gotta
    give me: gimme gimmie
    let me: lemme
    tomorrow: tmrw tmr tmrow tomo 2moro 2morrow tommorow tomorow
    want: wnat wan watn
    the: teh hte
    what: waht wht
    you: yuo
    and: adn
    that: taht
    have: hav ahve
    be: b
    how: hwo
    never mind: nvm nm
    today: 2day
    before: b4
    great: gr8
    because: cuz bc coz cos
    though: tho
    with: w
    and: n nd
    right now: rn asap
    account: acct acc
    address: addr adress addy adres adresse
    received: rcvd recd recvd
    quantity: qty
    manager: mgr
    return: rma
    call: cal
    customer: cust
    order: oder ordr odrer orde oredr
    orders: oders
    package: pkg
    delivery: dlvry
    number: num nr
    money: $$ $$$
    where: wher wehre whre were're
    refund: rfund refnd
    information: info infos
    message: msg
    phone: fone
    headphones: headfones hedphones
    with: wiht wth
    i do not know: idk dunno
    what the: wtf wth
    angry: ffs
    colour: color
    watch: wach wacth
    moving: moveing
    office: ofice
    orbit: orbt
    long: lon
    does: dose
""")
"""Short forms and slips too short to be mended by likeness."""

GLOSSES = _table("""
    order: pedido pedidos commande commandes bestellung bestellungen bestelling encomenda
    order: ordine ordinazione zamowienie siparis
    parcel: paquete colis paket pacote pacco sendung lieferung livraison envio envoi entrega
    where: donde ou wo onde dove gdzie waar
    when: cuando quand wann quando
    what: que quoi
    refund: reembolso reembolsar remboursement rembourser ruckerstattung erstattung erstatten rimborso reembolsado
    return: devolver devolucion retourner zuruckgeben zuruckschicken zurucksenden devolucao reso rucksendung
    cancel: cancelar annuler annuleren stornieren annullare cancelacion stornierung anular
    address: direccion adresse endereco indirizzo anschrift lieferadresse
    change: cambiar changer andern mudar cambiare modificar modifier
    invoice: factura facture rechnung fatura fattura
    broken: roto rota casse cassee kaputt defekt quebrado rotto defectuoso defectueux
    arrived: llegado llego angekommen chegou arrivato recibido recu erhalten recebi ricevuto
    not: pas nicht kein keine nao non
    money: dinero argent geld dinheiro soldi
    with: con avec mit
    a: una une eine
    wrong: falsche falsches falsch falscher mauvais mauvaise equivocado incorrecto sbagliato errado
    size: grosse taille talla taglia tamanho
    how much: combien cuanto quanto wieviel
    how many: cuantos cuantas combien wieviele quantos
    days: dias jours tage giorni
    nothing: nichts rien nada
    delivered: zugestellt geliefert entregado livre
    talk: hablar parler sprechen falar parlare
    person: persona personne
    help: ayuda aide hilfe ajuda aiuto
    hello: hola bonjour hallo ola ciao salut
    thanks: gracias merci danke obrigado obrigada grazie
    warranty: garantia garantie garanzia
    price: precio prix preis preco prezzo
    human: humano humain mensch mitarbeiter menschen
    headphones: auriculares ecouteurs casque kopfhorer fones cuffie
    charger: cargador chargeur ladegerat carregador
    watch: reloj montre uhr relogio orologio
    lamp: lampara lampe lampada
    working: funciona funktioniert fonctionne
    please: bitte porfavor
    yes: si oui ja
    i want: quiero veux mochte
""")
"""Foreign words by their English ones, written without accents."""
FOREIGN = frozenset(
    _words("""
    con una hablo ingles ik wil mijn mi esta el los las por hace estoy tengo yo mein meine der das ist ich und habe noch
    wurde bitte ein
    eine mon ma mes est je vous pas le les ne suis ete avec meu minha nao os il mio che sono de la en del un es su
    para muy ya como puedo mich sie wie kann mir auf von zu
""")
)
"""Small foreign words: they tell the language, and nothing else."""

MENDABLE = _words("""
    account address angry answer arrive arrived available battery billed billing bought broken broke callback
    cancel canceled cancelled cancellation change changed charge charged charger charging compensation complaint
    confirm connect connecting cracked credit customer damage damaged defective delayed deliver delivered delivery
    different discount earbuds exchange express faulty firmware headphones human international invoice manager
    missing money number order ordered orders package parcel password payment person phone please policy position
    possible power price problem product question receipt receive received refund refunded replace replacement
    return returned returning router schedule screen shipment shipped shipping smartwatch someone speaker status
    stopped supervisor support technical tracking update voucher waiting warranty watch waterproof website where
    working wrong yesterday tomorrow monday tuesday wednesday thursday friday saturday morning afternoon hello
    thanks another instead powerbank sensor developer compatible
    purchase subscription representative immediately already
    never ridiculous unacceptable canada mexico function checkout preorder
""")
"""Words that matter and are often misspelt."""

KNOWN = frozenset(MENDABLE) | frozenset(
    _words("""
    cashback difference differences correct contact request there their other others order's later letter latter border
    older chance chances channel charges changes cancer refuse found sound round bound parts partial party patent
    statue state stable table cable cables device devices advice prices prize match catch lunch march route routes
    green screens brake broker dress access amount count counter phones leave lease least house horse those these
    whose would could should about above after again agree alone along among asked being below board boards bring
    build built calls carry cause check checks clear close come comes cover covers covered delay delays dealer
    doing email emails enough every exact extra faults first fixed floor front given gives going great group guess
    happy heard heavy hours items kept large leaves light lights limit limits local looks lucky maybe means might
    minor months nothing noted offer offers often opened options owner paper paste perhaps piece pieces place
    plain plans plane please point ports print quick quite quiet reach ready really reason right rules seems sense
    sends share sheet shelf ships shirt shop shops short shows since sleep slow small smart someone sorry sorts
    spare spark speak spend spent staff stage start still stock stole store story stuff style sure swap switch
    takes taken terms thank thing things think third three times tired today total touch track tracked tried tries
    under until upset using usual value visit voice wants waste water weeks weird wheel which while white whole
    works world worse worst worth write wrote years yours friend friends person's personal persons cracking
    trading tracks cracks shopped slipped chipped mixing booked cooked looked hooked alive arrives manage managed
    broken charging changing charming returns refunds products questions problems updates updated updating watches
    watching routers sensors parcels packages payments passwords policies invoices receipts warranties vouchers
    discounts credits earbud headphone delivers deliveries confirmed confirms answers answered numbers called
    calling caller replied applied supplied addressed addresses accounts billing building position powerful powers
    powered support supported supports shipments exchanged exchanges replaced replaces waiting wanting writing
    batteries pointed pointing received receives receiver sending spending handing standing understand
    stopping shopping wash
""")
)
"""Words that are never taken for misspelt ones."""

ENDINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"(?<=\byou)'d\b"), " would"),
    (re.compile(r"\b(what|where|that|it|there|here|how|who|when|he|she|why)'s\b"), r"\1 is"),
)
"""Contractions, written out."""
