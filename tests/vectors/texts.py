"""Canonical texts, commitments and leaves: sections 1 to 3."""

from __future__ import annotations

import json
from typing import Any

from vectors.hashing import canonical, commit, flip, leaf_hash, salt_of, sha


def canonical_vectors() -> dict[str, Any]:
    values = [
        None,
        True,
        False,
        0,
        -1,
        7,
        2**53 - 1,
        -(2**53 - 1),
        "",
        "2026-11-02",
        "12.5",
        "æøå ÆØÅ é",
        "\u2028\u2029\x7f\u00a0",
        '"\\/',
        "\b\t\n\f\r",
        "\x00\x01\x1f",
        "😀 𝄞",
        [],
        {},
        [[], [{}], [None, True, 1, "1"]],
        {"b": 1, "a": 2, "A": 3, "": 4, "æ": 5, "aa": 6, "10": 7, "9": 8},
        {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\x80": 5, "ö": 6},
        {"parts": [{"id": "bo", "rank": None}, {"id": "stu", "rank": 1}], "kind": "placement"},
    ]
    refused = {
        "white space after a comma": ("[1, 2]", "white space"),
        "white space after a colon": ('{"a": 1}', "white space"),
        "white space before": (" 1", "white space"),
        "a line feed after": ("1\n", "white space"),
        "keys out of order": ('{"b":1,"a":2}', "key order"),
        "keys in the order of length": ('{"b":1,"aa":2}', "key order"),
        "keys out of order within a list": ('[{"b":1,"a":2}]', "key order"),
        "a key twice": ('{"a":1,"a":2}', "duplicate key"),
        "a key twice with the same value": ('{"a":1,"a":1}', "duplicate key"),
        "a key twice, once escaped": ('{"a":1,"\\u0061":1}', "duplicate key"),
        "a fraction": ("1.5", "fraction"),
        "a fraction that is whole": ("1.0", "fraction"),
        "an exponent": ("1e3", "exponent"),
        "an exponent of zero": ("1E0", "exponent"),
        "2^53": ("9007199254740992", "too large"),
        "minus 2^53": ("-9007199254740992", "too large"),
        "a number of 400 digits": ("9" * 400, "too large"),
        "a number of 5000 digits": ("9" * 5000, "too large"),
        "minus zero": ("-0", "minus zero"),
        "a leading zero": ("01", "not JSON"),
        "a plus sign": ("+1", "not JSON"),
        "not a number": ("NaN", "no number"),
        "infinity": ("Infinity", "no number"),
        "minus infinity": ("-Infinity", "no number"),
        "a letter escaped": ('"\\u0061"', "escaped without need"),
        "a slash escaped": ('"\\/"', "escaped without need"),
        "a letter beyond ASCII escaped": ('"\\u00e6"', "escaped without need"),
        "U+007F escaped": ('"\\u007f"', "escaped without need"),
        "a surrogate pair escaped": ('"\\ud83d\\ude00"', "escaped without need"),
        "a line feed escaped the long way": ('"\\u000a"', "escaped the long way"),
        "an escape in capitals": ('"\\u001F"', "escaped the long way"),
        "a line feed not escaped": ('"\n"', "not JSON"),
        "a tab not escaped": ('"\t"', "not JSON"),
        "half a surrogate pair": ('"\\ud800"', "lone surrogate"),
        "the other half of a surrogate pair": ('"\\udc00"', "lone surrogate"),
        "surrogates in the wrong order": ('"\\udc00\\ud800"', "lone surrogate"),
        "half a surrogate pair in a key": ('{"\\ud800":1}', "lone surrogate"),
        "a key above U+FFFF": ('{"😀":1}', "key above U+FFFF"),
        "a byte order mark": ("\ufeff1", "byte order mark"),
        "trailing bytes": ("1x", "trailing bytes"),
        "a second value": ("{}{}", "trailing bytes"),
        "a zero byte after": ("1\x00", "trailing bytes"),
        "a comma at the end": ("[1,]", "not JSON"),
        "single quotes": ("'a'", "not JSON"),
        "a comment": ("1//", "not JSON"),
        "nothing": ("", "not JSON"),
        "cut off": ('{"a":', "not JSON"),
        "capital letters": ("True", "not JSON"),
    }
    raw = {
        "not UTF-8": "22ff22",
        "a surrogate in UTF-8": "22eda08022",
        "an overlong slash": "22c0af22",
        "UTF-16": "310000",
    }
    return {
        "good": [{"value": value, "text": canonical(value)} for value in values],
        "refused": [{"name": name, "text": text, "why": why} for name, (text, why) in refused.items()]
        + [
            {"name": name, "hex": text, "why": "not UTF-8" if text != "310000" else "not JSON"}
            for name, text in raw.items()
        ],
    }


def commitment_vectors() -> dict[str, Any]:
    values = [
        ("reason", "Tæt på netværket"),
        ("reason", ""),
        ("as_of", "2026-11-02"),
        ("departure", None),
        ("team", "syd"),
        ("entries", [1, 4]),
        ("core", {"format": 1, "options": {"count": 2, "others": []}}),
        ("a", True),
        ("z" * 40, 0),
    ]
    good = [
        {
            "name": name,
            "salt": salt_of(at).hex(),
            "value": canonical(value),
            "commitment": commit(name, salt_of(at), canonical(value)).hex(),
        }
        for at, (name, value) in enumerate(values)
    ]
    # A salt whose last byte is the digit 1: it can be taken for the first of the value, and the first of the value for it.
    salt = salt_of("moved")[:31] + b"1"
    moved = {"name": "number", "value": "23", "salt": salt.hex(), "commitment": commit("number", salt, "23").hex()}
    good.append(moved)
    first = good[0]
    changes = {
        "another name": {"name": "reasons"},
        "the name in capitals": {"name": "Reason"},
        "the first bit of the salt": {"salt": flip(salt_of(0)).hex()},
        "the last bit of the salt": {"salt": flip(salt_of(0), 255).hex()},
        "the salt of another field": {"salt": good[1]["salt"]},
        "a salt of 31 bytes": {"salt": salt_of(0)[:31].hex()},
        "a salt of 33 bytes": {"salt": salt_of(0).hex() + "00"},
        "no salt": {"salt": ""},
        "one bit of the value": {"value": flip(first["value"].encode(), 8).decode()},
        "the value of another field": {"value": good[1]["value"]},
        "a space after the value": {"value": first["value"] + " "},
        "one bit of the commitment": {"commitment": flip(bytes.fromhex(first["commitment"])).hex()},
        "the commitment to another field": {"commitment": good[1]["commitment"]},
        "a commitment without a name": {"commitment": sha(salt_of(0), first["value"].encode()).hex()},
    }
    damaged = [{"damage": damage, **first, **change} for damage, change in changes.items()]
    damaged.append(
        {"damage": "the last byte of the salt moved to the value", **moved, "salt": salt[:31].hex(), "value": "123"}
    )
    damaged.append(
        {"damage": "the first byte of the value moved to the salt", **moved, "salt": salt.hex() + "32", "value": "3"}
    )
    return {"good": good, "damaged": damaged}


def leaf_vectors() -> dict[str, Any]:
    types = ("init", "decision", "approval", "refusal", "follow-up", "correction", "erasure", "configuration")
    good = []
    for seq, type_ in enumerate(types):
        leaf = {
            "format": 1,
            "seq": seq,
            "time": f"2026-11-02T09:3{seq}:00Z",
            "type": type_,
            "visit": "0.1.0",
            "fields": {},
        }
        for name in ("by", "system_user")[: seq % 3]:
            leaf["fields"][name] = commit(name, salt_of(seq, name), '"x"').hex()  # type: ignore[index]
        if type_ == "decision":
            leaf |= {"guideline": sha(b"guideline").hex(), "catalogue": sha(b"catalogue").hex()}
        if type_ == "follow-up":
            leaf |= {"catalogue": sha(b"catalogue").hex()}
        good.append(leaf)
    good.append(
        {
            **good[1],
            "seq": 2**53 - 1,
            "time": "2028-02-29T23:59:59Z",
            "fields": {"a": "0" * 64, "z9_" + "a" * 37: "f" * 64},
        }
    )
    base = {**good[1], "fields": {"by": "a" * 64}}
    changes: list[tuple[str, dict[str, Any], str]] = [
        *(
            (f"{key} left out", {key: ...}, f'lacks "{key}"')
            for key in ("format", "seq", "time", "type", "visit", "fields")
        ),
        ("a key too many", {"case": "a1"}, "a key that no leaf has"),
        ("a key in capitals", {"Type": "decision"}, "a key that no leaf has"),
        *((f"format {value!r}", {"format": value}, 'wrong "format"') for value in (2, 0, "1", True, None, [1])),
        *((f"seq {value!r}", {"seq": value}, 'wrong "seq"') for value in (-1, "1", True, None, [])),
        *(
            (f"type {value!r}", {"type": value}, 'wrong "type"')
            for value in ("Decision", "decisions", "follow_up", "", None, 1, [])
        ),
        *((f"visit {value!r}", {"visit": value}, 'wrong "visit"') for value in (1, None, ["0.1.0"])),
        *(
            (f"time {value!r}", {"time": value}, 'wrong "time"')
            for value in (
                "2026-11-02T09:30:00+00:00",
                "2026-11-02T09:30:00.5Z",
                "2026-11-02T09:30:00",
                "2026-11-02 09:30:00Z",
                "2026-11-02T09:30Z",
                "2026-11-02t09:30:00z",
                "2026-02-30T09:30:00Z",
                "2026-13-01T09:30:00Z",
                "2026-11-02T24:00:00Z",
                "2026-11-02T09:60:00Z",
                "2026-1-2T09:30:00Z",
                "20261102T093000Z",
                "2026-11-02T09:30:00Z\n",
                "٢٠٢٦-11-02T09:30:00Z",
                "",
                1793611800,
                None,
            )
        ),
        *(
            (f"{kind}: {why}", {kind: value}, f'wrong "{kind}"')
            for kind in ("guideline", "catalogue")
            for why, value in (
                ("upper-case hex", "A" * 64),
                ("63 digits", "a" * 63),
                ("65 digits", "a" * 65),
                ("no hex", "g" * 64),
                ("null", None),
                ("a number", 1),
            )
        ),
        *(
            (f"fields: {why}", {"fields": value}, 'wrong "fields"')
            for why, value in (
                ("a list", []),
                ("null", None),
                ("upper-case hex", {"by": "A" * 64}),
                ("31 bytes", {"by": "a" * 62}),
                ("33 bytes", {"by": "a" * 66}),
                ("null as commitment", {"by": None}),
                ("no name", {"": "a" * 64}),
                ("a capital", {"By": "a" * 64}),
                ("a digit first", {"1by": "a" * 64}),
                ("a low line first", {"_by": "a" * 64}),
                ("a hyphen", {"system-user": "a" * 64}),
                ("a name of 41", {"a" * 41: "a" * 64}),
                ("a letter beyond z", {"årsag": "a" * 64}),
                ("a space", {"by ": "a" * 64}),
                ("a line feed", {"by\n": "a" * 64}),
            )
        ),
        ("init that is not entry 0", {"type": "init"}, "entry 0, and no other"),
        ("visit empty", {"visit": ""}, 'wrong "visit"'),
        ("visit with a space", {"visit": "0.1 beta"}, 'wrong "visit"'),
        ("visit of 41 characters", {"visit": "1" * 41}, 'wrong "visit"'),
        ("an hour of 24", {"time": "2026-11-02T24:00:00Z"}, 'wrong "time"'),
        ("a leap second", {"time": "2026-12-31T23:59:60Z"}, 'wrong "time"'),
        ("entry 0 that is not init", {"seq": 0}, "entry 0, and no other"),
    ]
    damaged = []
    for name, change, finds in changes:
        leaf = {key: value for key, value in {**base, **change}.items() if value is not ...}
        damaged.append({"name": name, "leaf": canonical(leaf), "finds": finds})
    text = canonical(base)
    for name, other, finds in (
        ("a space", text.replace(":", ": ", 1), "not the canonical text"),
        ("a line feed at the end", text + "\n", "not the canonical text"),
        (
            "keys out of order",
            json.dumps(dict(sorted(base.items(), reverse=True)), separators=(",", ":")),
            "not the canonical text",
        ),
        ("a letter escaped", text.replace("decision", "decisio\\u006e"), "not the canonical text"),
        ("a key twice", text.replace('"seq":1', '"seq":1,"seq":1'), "a key twice"),
        ("seq with a fraction", text.replace('"seq":1', '"seq":1.0'), "not written as a whole"),
        ("seq with an exponent", text.replace('"seq":1', '"seq":1e0'), "not written as a whole"),
        ("seq of 2^53", text.replace('"seq":1', '"seq":9007199254740992'), "beyond 2^53"),
        ("minus zero", text.replace('"seq":1', '"seq":-0'), "not the canonical text"),
        ("a list", "[]", "no mapping"),
        ("null", "null", "no mapping"),
        ("a text", '"leaf"', "no mapping"),
        ("nothing", "", "not JSON"),
        ("cut off", text[:-1], "not JSON"),
    ):
        assert other != text, name
        damaged.append({"name": name, "leaf": other, "finds": finds})
    texts = [canonical(leaf) for leaf in good]
    return {"good": [{"leaf": text, "hash": leaf_hash(text.encode()).hex()} for text in texts], "damaged": damaged}
