"""What a row of a ledger in PostgreSQL must be, computed by the database itself before it takes one.

A writer may insert into every table, and not only through visit. Without these guards one planted hash of the tree stops the log
at the entry that would complete it, and a document planted under another's digest is what the next decision rests on. The rules
are those of `docs/ledger-format.md`, in SQL; `postgres_tables` makes triggers of them. No text has a backslash, whose
meaning depends on a setting, nor a question mark, which stands for a value.
"""

# ruff: noqa: S608  (everything put into a statement is a name or text from this file)

from __future__ import annotations

SCHEMA = "visit_ledger"
_HEX = "[0-9a-f]{64}"
# Written out: what stands in the database is compared with this text, so a type more is a version of the tables more.
_TYPES = "init|decision|approval|refusal|follow-up|correction|erasure|configuration"
_LEAF = (
    f'^[{{]("catalogue":"{_HEX}",){{0,1}}"fields":[{{]("[a-z][a-z0-9_]{{0,39}}":"{_HEX}",{{0,1}})*[}}],"format":1,("guideline":"{_HEX}",){{0,1}}'
    '"seq":(0|[1-9][0-9]{0,15}),"time":"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z",'
    f'"type":"({_TYPES})","visit":"[0-9A-Za-z.+-]{{1,40}}"[}}]$'
)
_MAPPING = "convert_from({}, 'UTF8')::json"
_NEW = _MAPPING.format("NEW.leaf")
_NAMES = f"json_object_keys({_NEW} -> 'fields') AS names(name)"
_NEWEST = f"(SELECT max(seq) FROM {SCHEMA}.entries)"
_OF_ROW = f"SELECT {_MAPPING.format('leaf')} FROM {SCHEMA}.entries WHERE seq = {{}}.seq"
_OWED = "{}.name = 'case' AND {}.value = convert_to('null', 'UTF8') AND (" + _OF_ROW + ") ->> 'type' = 'erasure'"


def _child(place: str) -> str:
    """Return the hash of one of the two nodes under a new one."""
    below = f"SELECT hash FROM {SCHEMA}.nodes WHERE level = NEW.level - 1 AND pos = {place}"
    return f"CASE NEW.level WHEN 1 THEN (SELECT hash FROM {SCHEMA}.entries WHERE seq = {place}) ELSE ({below}) END"


WRONG = {
    # A leaf of the format, under its hash, at its place; each name once and in order; a day that there is.
    "entries_fit": f"NEW.hash <> sha256(decode('00', 'hex') || NEW.leaf) OR convert_from(NEW.leaf, 'UTF8') !~ '{_LEAF}'"
    f" OR {_NEW} ->> 'seq' <> NEW.seq::text OR ({_NEW} ->> 'type' = 'init') <> (NEW.seq = 0)"
    f' OR ARRAY(SELECT name FROM {_NAMES}) <> ARRAY(SELECT DISTINCT name COLLATE "C" FROM {_NAMES} ORDER BY 1)'
    f" OR {_NEW} ->> 'time' <> to_char(({_NEW} ->> 'time')::timestamptz AT TIME ZONE 'UTC',"
    ' \'YYYY-MM-DD"T"HH24:MI:SS"Z"\')',
    # At the end of the transaction: its values, documents and nodes came with it, or the next entry could not follow.
    "entries_whole": f"EXISTS (SELECT FROM {_NAMES} WHERE NOT EXISTS"
    f" (SELECT FROM {SCHEMA}.private p WHERE p.seq = NEW.seq AND p.name = names.name))"
    f" OR EXISTS (SELECT FROM unnest(ARRAY[{_NEW} ->> 'guideline', {_NEW} ->> 'catalogue']) digest WHERE digest IS NOT NULL"
    f" AND NOT EXISTS (SELECT FROM {SCHEMA}.documents d WHERE d.digest = decode(digest.digest, 'hex')))"
    " OR EXISTS (SELECT FROM generate_series(1, 52) level WHERE (NEW.seq + 1) % (1::bigint << level) = 0"
    f" AND NOT EXISTS (SELECT FROM {SCHEMA}.nodes n WHERE n.level = level.level AND n.pos = ((NEW.seq + 1) >> level.level) - 1))",
    # Completed by the newest entry, and the hash of what stands under it.
    "nodes_fit": "NEW.level NOT BETWEEN 1 AND 52"
    f" OR (NEW.pos + 1::numeric) * (2::numeric ^ NEW.level) IS DISTINCT FROM {_NEWEST} + 1"
    f" OR NEW.hash IS DISTINCT FROM sha256(decode('01', 'hex') || {_child('2 * NEW.pos')} || {_child('2 * NEW.pos + 1')})",
    # The value that the leaf commits to, or the note that room is owed after an erasure.
    "private_fit": f"length(NEW.salt) <> 32 OR (NOT ({_OWED.format('NEW', 'NEW', 'NEW')}) AND encode(sha256(convert_to("
    "'visit-ledger/1/' || NEW.name, 'UTF8') || decode('00', 'hex') || NEW.salt || NEW.value), 'hex')"
    f" IS DISTINCT FROM ({_OF_ROW.format('NEW')}) -> 'fields' ->> NEW.name)",
    # What sets the ledger up, and what an erasure says, is about no case and never forgotten.
    "private_kept": f"({_OF_ROW.format('OLD')}) ->> 'type' IN ('init', 'configuration', 'erasure')"
    f" AND NOT ({_OWED.format('OLD', 'OLD', 'OLD')})",
    "documents_fit": "NEW.digest <> sha256(NEW.value) OR NOT EXISTS (SELECT FROM"
    f" (SELECT {_MAPPING.format('leaf')} AS leaf FROM {SCHEMA}.entries WHERE seq = {_NEWEST}) newest"
    " WHERE encode(NEW.digest, 'hex') IN (leaf ->> 'guideline', leaf ->> 'catalogue'))",
    "checkpoints_fit": f"NEW.size NOT BETWEEN 1 AND coalesce({_NEWEST} + 1, 0)",
}
"""Trigger to the condition under which a row is refused."""
WHEN = {
    name: f"CREATE TRIGGER {name} BEFORE INSERT ON {{schema}}.{name.removesuffix('_fit')} FOR EACH ROW EXECUTE FUNCTION {name}()"
    for name in WRONG
    if name.endswith("_fit")
} | {
    "entries_whole": "CREATE CONSTRAINT TRIGGER entries_whole AFTER INSERT ON {schema}.entries DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW EXECUTE FUNCTION entries_whole()",
    "private_kept": "CREATE TRIGGER private_kept BEFORE DELETE ON {schema}.private FOR EACH ROW EXECUTE FUNCTION private_kept()",
}
"""Trigger to the statement that makes it."""
