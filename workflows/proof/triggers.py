"""The triggers with which the database itself guards the trail, answers, rounds and texts: these and no others."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.orm import Session

SQLITE = text("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
POSTGRESQL = text(
    "SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid, true) || ' ' || CAST(t.tgenabled AS text) || ' ' || p.prosrc"
    " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
    " WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)"
)
"""With whether it is on, and with the body of its function."""

EXPECTED = {
    "sqlite": {
        "answer answer_in_time": "1b1c8e752df798449d8abe6dc5d1b9b6260b2d4029ccdabcbf4235789ef9e299",
        "answer answer_kept": "04a38d8b6f0addaf935a3fda70776fb67d5c034d6b58342d4d54a7b2cf57a105",
        "answer answer_not_replaced": "2aa490be91da1674509ff090323c46847b25cd1ab82d434cdc39294708bd2b5b",
        "answer answer_stays": "2b7a301eb8b3139cca8e255b48e3a50b32f7d44c3521a47f6339ab111ef35244",
        "audit_entry audit_entry_kept": "dc3549aa5b241a85c526536839735b67c3699aecf654c8b7839c935c023a2213",
        "audit_entry audit_entry_stays": "22b63a84d4c52b553f0d108435efb68efaac47eeabedbda261e6e1d20c4504a4",
        "audit_payload audit_payload_erased": "9d4b0daeda30d10d2761101be668332646cf0acd215f6644d640bf3b000b953a",
        "audit_payload audit_payload_kept": "06d3bfd7d9ddcce6c5c6ca196c09ebf9da946318ea2b0c088e3cd30eea660d9f",
        "publication publication_kept": "8e467c456f7abc81fcd7d3434e77b4e09120c98d4c316b872a9e7330cf6157fc",
        "publication publication_not_replaced": "29dbb9f27cfc8a93589c40207530e39ffc9b97bfc203ccdf490d6a06a6e7918b",
        "publication publication_stays": "a2c231b31ea7d65a1ece97766ce01a055290d1f0c77322eb7b3ff2fd1fb80d38",
        "revision revision_kept": "1579ac50792b31af3bfca68791bd319c32311eefee90219774f2b3ae37c6ce36",
        "revision revision_not_replaced": "6cd941370a76c728445018435625bc90e9b4365ffd628ad7397ccb6775d19c89",
        "revision revision_stays": "6b298fe3f582a8eca4e5a0e4f7c9632891a3970a276f78529eed68d53f52ac12",
        "round round_answered": "5506a34675dc86e2221085afb5d77f9a147e2b67a0105a0f50a058001773f0a5",
        "round round_certified": "9fc2edd27df9e396b9c2bd857bc4ab41a31fca401ececdf07e81bf2a340c67fd",
        "round round_goes_on": "a6332ec4e52e5c62ed769e8701fd9bade5fb2b452dd6bd3ca5de5420171b097d",
        "round round_kept": "f256312f7a64a92de5c900c1d871a0177a6100095868bb7c93025230945a9eda",
        "round round_not_replaced": "317edbb9983f38464b232738df089bbc064f89f5a03f1393ff4be3b8d3b26f61",
        "round_party round_party_added": "761d42d3da5975282f7ac9dec43c216cb60c7a1412e1ceba980e41a2dc7898ef",
        "round_party round_party_kept": "b7472258ded37542f22c17498365047997b63dd0c4e82192b5ede91c45a4bd6d",
        "round_party round_party_not_replaced": "f5ba79f71ab4b5be07c2b95db1992b4a81a29cf667acde08bc1940d2644141ad",
        "round_party round_party_stays": "9ca682e65fc260f1e1e2dcde9b36db27d5e2aeb9f6c2fac9f90737076d43197c",
    },
    "postgresql": {
        "answer answer_in_time": "04450cbf9778f741c7e815b5d6701650740a5e809b694e056227e783295c50de",
        "answer answer_kept": "49658908429b16f80b07561141553276b34ddaef5fb90d30087821757758debd",
        "answer answer_stays": "1ee26f2f5eb000a6f8586632ef18d10861a6b16ce9cee86ebd034e3441bd81c2",
        "answer not_emptied": "b03bf72efbd5a9c709715a1a1477b3fadf52734b5c4a3b008b3bbcf8719ea042",
        "audit_entry audit_entry_full": "334bd0cb853159acca723ce52ace822cf6dd498d76404be6e5be3f4df6198b61",
        "audit_entry audit_entry_stays": "6885ec9c6b4014c6f18c98c34386fb95a894be2c0d421ae59a9a47475af55619",
        "audit_payload audit_payload_erased": "99fbdebf486e23f4e4aabec219a41af3b268060bc2fe1e931bbae09bb4595ef2",
        "audit_payload audit_payload_full": "bbfaed55c7919fda0b876af8f0f32e1c18122d72fe0b30d404b648105938d1f0",
        "audit_payload audit_payload_kept": "f708f715a12848cc787417536c9cbd1f2fe2101cea243a129b25e7e069f64ea4",
        "publication publication_kept": "4225f0c36f9c90f9c2f249d88c9bee4fede222b6caeb695192a1edb0e2ef29af",
        "publication publication_stays": "18cad64888573eca66afd1dc6f69687a799bcbe541bc44523d0cd8edbff70fe2",
        "revision revision_kept": "168d5cf736b63c0e4b36813898b86c77653dbb9f9ceca253a69bf5a4f8d7efd7",
        "revision revision_stays": "1365522b7b8807a23b27565470ca69b2358a67694812c25efc97ae02ba5091d2",
        "round not_emptied": "c44bf4ef286bbb56346acd582816548a32e8b2ec2aee74567c8430c047ca5256",
        "round round_answered": "b14c4b7ff0ca533c42610adb39b8e85e999d0d63d02a8ace44cae477f7a3c7b0",
        "round round_certified": "5a4058e2236e6ae643e5ead9a2e4b403978ace951ad3ac38500eff64a905a617",
        "round round_goes_on": "d4a4f9a8b92a8ced317d6c9acfb0c753259101c7cdde0f9541154713b9b009f3",
        "round round_kept": "5233566420c29e208b8d2ea1ffd849952e9bd5f98c2bd8bbfeb26613339c7d10",
        "round_party round_party_added": "f6840e6424e3261cd702a90f4db399a849990f43bbfe926a36bef04c21e799d1",
        "round_party round_party_kept": "fcfcc71f1dc9e7bc4cd82086f06f1359b20247db1222ecb503ae16b2b78abdb6",
        "round_party round_party_stays": "ea994ca1a1f2ff6329e25ac18b70177190f6d7b52bce6560ae118afac5657ffd",
    },
}
"""Of a database that the migrations of this release made: a migration that makes a trigger adds it here."""


def faults(session: Session) -> Iterator[str]:
    """`table trigger: …` of each that is missing, changed or not ours."""
    dialect = session.get_bind().dialect.name
    there, wanted = found(session), EXPECTED[dialect]
    for name in sorted(there.keys() | wanted.keys()):
        if name not in there:
            yield f"{name} (trigger): it is not there"
        elif name not in wanted:
            yield f"{name} (trigger): the program has no such trigger"
        elif there[name] != wanted[name]:
            yield f"{name} (trigger): it is not as the program made it, or it is off"


def found(session: Session) -> dict[str, str]:
    """By `table name` the SHA-256 of what each trigger does, of the text that the database keeps of it."""
    query = POSTGRESQL if session.get_bind().dialect.name == "postgresql" else SQLITE
    return {
        f"{table} {name}": hashlib.sha256(said.encode()).hexdigest() for table, name, said in session.execute(query)
    }
