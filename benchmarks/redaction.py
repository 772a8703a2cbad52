"""How much of what is personal redaction finds, what it spares, and whether anything gets through the gate.

python benchmarks/redaction.py [TICKETS] [LABELLED.jsonl]

Makes TICKETS (5000) seeded tickets with planted people, e-mails, phones, cards, addresses and ids, puts stand-ins in
their place, and looks for every original in what came out. With a labelled file of lines {"id", "text", "known_people",
"pii": [{"quote", "type"}], "keep": [{"quote"}]} it tells recall by type and the share of kept tokens left as they were.
"""

import json
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

from faker import Faker

from evalsuite.privacy.checks import luhn
from evalsuite.privacy.gate import leaks
from evalsuite.privacy.pseudonyms import pseudonyms
from evalsuite.privacy.redaction import sight

LINES = (
    "Hi, my name is {name} and order {order} has not arrived.",
    "You can reach me at {email} or on {phone}.",
    "I was charged on {card} for {order}, please check.",
    "Send it to {address} instead.",
    "My {relation} {other} talked to your bot about it.",
    "The assistant said tracking number {tracking} was valid. It isn't.",
    "I log in from {ip}, if that helps.",
    "date of birth {dob}, member no. {member}.",
    "Regards,\n{name}",
)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    started, through, outside, changed, size = time.process_time(), 0, 0, 0, 0
    generator = random.Random(11)
    faker = Faker(["en_US", "en_GB"])
    faker.seed_instance(11)
    for number in range(count):
        text, people, personal, ids = _ticket(generator, faker)
        names = pseudonyms([text], key=f"bench:{number}", people=people)
        written = names.text(text).text
        through += sum(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", written) is not None for one in personal)
        outside += bool(leaks(written, names.personal))
        changed += sum(one not in written for one in ids)
        size += len(text)
    cpu = time.process_time() - started
    print(
        f"{count} tickets, {size / count:.0f} characters each, {1000 * cpu / count:.1f} ms of CPU each, gate included"
    )
    print(f"originals that got through: {through}; texts the gate refuses: {outside}; ids with other digits: {changed}")
    if len(sys.argv) > 2:
        _labelled(Path(sys.argv[2]))


def _ticket(generator: random.Random, faker: Faker) -> tuple[str, list[str], list[str], list[str]]:
    name, other = faker.name(), faker.first_name()
    values = {
        "name": name,
        "other": other,
        "order": f"ORD-{generator.randrange(10**6):06}",
        "email": f"{faker.user_name()}@mailbox-{generator.randrange(99)}.com",
        "phone": f"+44 20 {generator.randint(3000, 8999)} {generator.randint(1000, 9999)}",
        "card": _card(generator),
        "address": f"{generator.randint(2, 980)} {faker.last_name()} Street, {faker.city()}, "
        f"OH 4{generator.randrange(10**4):04}",
        "relation": generator.choice(["wife", "colleague", "son", "neighbour"]),
        "tracking": f"QX{generator.randrange(10**8):08}",
        "ip": f"81.{generator.randrange(255)}.{generator.randrange(255)}.{generator.randint(1, 254)}",
        "dob": f"{generator.randint(1950, 2004)}-0{generator.randint(1, 9)}-1{generator.randrange(10)}",
        "member": f"{generator.randrange(10**7):07}",
    }
    chosen = [line for line in LINES if generator.random() < 0.6] or [LINES[0]]
    text = "\n".join(chosen).format(**values)
    used = {key for key in values if any(f"{{{key}}}" in line for line in chosen)}
    personal = [values[key] for key in used & {"name", "email", "phone", "card", "address", "ip", "dob", "other"}]
    return text, [name], personal, [values[key] for key in used & {"order", "tracking"}]


def _card(generator: random.Random) -> str:
    start = f"4{generator.randrange(10**14):014}"
    whole = next(start + str(check) for check in range(10) if luhn(start + str(check)))
    return " ".join(whole[place : place + 4] for place in range(0, 16, 4))


def _labelled(path: Path) -> None:
    found, wanted, kept, spared = Counter(), Counter(), 0, 0
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        covered = {
            place for span in sight(text, people=row["known_people"]).personal for place in range(span.start, span.end)
        }
        for one in row["pii"]:
            wanted[one["type"]] += 1
            found[one["type"]] += all(
                place in covered or not text[place].isalnum() for place in _places(text, one["quote"])
            )
        for one in row["keep"]:
            kept += 1
            spared += not covered.intersection(_places(text, one["quote"]))
    for kind, number in wanted.most_common():
        print(f"{kind:10} {found[kind]:3} of {number:3}  {found[kind] / number:.3f}")
    print(f"kept tokens left as they were: {spared} of {kept}  {spared / kept:.3f}")


def _places(text: str, quote: str) -> list[int]:
    """Every place of the quote's, wherever it stands as whole words."""
    spans = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(quote)}(?!\w)", text)]
    spans = spans or [match.span() for match in re.finditer(re.escape(quote), text)]
    return [place for start, end in spans for place in range(start, end)]


if __name__ == "__main__":
    main()
