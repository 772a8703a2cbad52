"""Check digits: whether a number is one that was handed out."""


def luhn(digits: str) -> bool:
    """Of payment cards and some national numbers."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def chinese(number: str) -> bool:
    """Of a resident's number in China: GB 11643, ISO 7064 mod 11-2."""
    total = sum((10 if char in "xX" else int(char)) * pow(2, 17 - place, 11) for place, char in enumerate(number))
    return total % 11 == 1


_IBAN_TEXT = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 "
    "FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 "
    "LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 "
    "SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20"
)
_IBAN_LENGTHS = {entry[:2]: int(entry[2:]) for entry in _IBAN_TEXT.split()}


def iban(text: str) -> bool:
    """Of an IBAN without blanks, in capitals: its country's length, and the remainder by 97."""
    if len(text) != _IBAN_LENGTHS.get(text[:2]) or not text[2:4].isdigit() or not text.isalnum() or not text.isascii():
        return False
    return int("".join(str(int(one, 36)) for one in text[4:] + text[:4])) % 97 == 1


def dni(text: str) -> bool:
    """Of a Spanish DNI or NIE: eight digits (the first perhaps X, Y or Z) and their letter."""
    number = text[:-1].upper().translate(str.maketrans("XYZ", "012"))
    return number.isdigit() and "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23] == text[-1].upper()


def cpf(digits: str) -> bool:
    """Of a Brazilian CPF."""

    def check(length: int) -> str:
        return str(sum(int(one) * (length + 1 - place) for place, one in enumerate(digits[:length])) * 10 % 11 % 10)

    return all(digits[length] == check(length) for length in (9, 10))


def nir(digits: str) -> bool:
    """Of a French social security number with its key."""
    return int(digits[13:15]) == 97 - int(digits[:13]) % 97


def rut(text: str) -> bool:
    """Of a Chilean RUT: digits and a check digit or K."""
    total = sum(int(one) * (2 + place % 6) for place, one in enumerate(reversed(text[:-1])))
    return text[-1].upper() == "0K987654321"[total % 11]
