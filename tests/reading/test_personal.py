"""Personal data in records, and whose it is."""

from evalsuite.reading.personal import identity, named_in, personal


def read(record):
    return [(one.kind, one.text, sorted(one.owner)) for one in personal(record)]


def test_data_is_of_the_record_it_stands_in():
    assert read({"order_id": "A1", "customer_id": "C-1", "shipping_address": "1 High Street"}) == [
        ("address", "1 High Street", ["customer:c-1"])
    ]


def test_a_person_within_a_record_is_its_owner():
    record = {"order": "A1", "customer": {"id": 7, "name": "Ann Lee", "email": "ann@example.com"}}

    assert read(record)[0] == ("name", "Ann Lee", ["customer:7", "email:ann@example.com", "name:ann lee"])


def test_what_names_nobody_has_no_owner():
    assert read({"stores": [{"phone": "+1 555 010 7788"}]}) == [("phone", "+1 555 010 7788", [])]


def test_a_product_is_no_person():
    assert read({"product_id": "P1", "name": "Blue Lamp"}) == []


def test_identities_name_their_kind():
    assert identity({"customer": {"id": "C-1"}, "account_number": 9}) == {"customer:c-1", "account:9"}


def test_a_number_is_named_however_it_is_grouped():
    [phone] = personal({"user_id": 1, "phone": "+1 555 010 7788"})

    assert named_in("call 1 (555) 010-7788 now", phone) >= 0
    assert named_in("call 1 555 010 7789 now", phone) == -1


def test_a_value_is_named_as_a_whole():
    [mail] = personal({"user_id": 1, "email": "ann@example.com"})

    assert named_in("to joann@example.com", mail) == -1
    assert named_in("to ann@example.com.", mail) == 3
