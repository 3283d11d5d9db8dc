"""What a ledger in PostgreSQL is made of: its tables, guards and grants, and how they are told from changed ones.

The texts stand as PostgreSQL's own catalogue gives them back, so that making and comparing use the same ones. They rely on
`SEARCH_PATH`: the catalogue leaves out a schema that the path has.
"""

# ruff: noqa: S608  (everything put into a statement is a name from this file)

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from visit.ledger import postgres_guards as guards

SCHEMA = guards.SCHEMA
SEARCH_PATH = f"{SCHEMA}, pg_temp"
"""Temporary tables come last, or one called `entries` would stand in front of the ledger's."""
READER, WRITER = "visit_reader", "visit_writer"
REFUSED = "VL001"
"""The SQLSTATE of a guard."""

# Names sort by their bytes, as in SQLite.
COLUMNS = {
    "entries": "seq bigint NOT NULL, leaf bytea NOT NULL, hash bytea NOT NULL",
    "nodes": "level integer NOT NULL, pos bigint NOT NULL, hash bytea NOT NULL",
    "private": 'seq bigint NOT NULL, name text COLLATE "C" NOT NULL, salt bytea NOT NULL, value bytea NOT NULL',
    "documents": "digest bytea NOT NULL, value bytea NOT NULL",
    "checkpoints": "size bigint NOT NULL, note bytea NOT NULL",
    "version": "version integer NOT NULL",
}
_KEYS = {
    "entries": ("seq",),
    "nodes": ("level", "pos"),
    "private": ("seq", "name"),
    "documents": ("digest",),
    "checkpoints": ("size",),
    "version": ("version",),
}
_INDEXES = {
    "private_case": f"CREATE INDEX private_case ON {SCHEMA}.private USING btree (value) WHERE (name = 'case'::text)",
    "private_people": f"CREATE INDEX private_people ON {SCHEMA}.private USING btree (seq) WHERE (name = 'people'::text)",
}
_REFUSE = f"RAISE EXCEPTION '% is only appended to', TG_TABLE_NAME USING ERRCODE = '{REFUSED}';"


def _unless(wrong: str, row: str = "NEW") -> str:
    return f"BEGIN IF {wrong} THEN {_REFUSE} END IF; RETURN {row}; END"


def _functions() -> Iterator[tuple[str, str]]:
    """Yield the functions of the triggers that version 1 has, name and body."""
    yield "refuse", f"BEGIN {_REFUSE} END"
    next_seq = f"(SELECT coalesce(max(seq) + 1, 0) FROM {SCHEMA}.entries)"
    yield "entries_in_order", _unless(f"NEW.seq <> {next_seq}")
    yield "private_of_newest", _unless(f"NEW.seq IS DISTINCT FROM (SELECT max(seq) FROM {SCHEMA}.entries)")
    for table, keys in _KEYS.items():
        same = " AND ".join(f"{key} = NEW.{key}" for key in keys)
        yield f"{table}_no_replace", _unless(f"EXISTS (SELECT 1 FROM {SCHEMA}.{table} WHERE {same})")


def _triggers() -> Iterator[tuple[str, str]]:
    """Yield the triggers of version 1: nothing is updated, nothing but private rows deleted, nothing replaced."""
    for table in COLUMNS:
        on, refuse = f"ON {SCHEMA}.{table}", "FOR EACH STATEMENT EXECUTE FUNCTION refuse()"
        yield f"{table}_no_update", f"CREATE TRIGGER {table}_no_update BEFORE UPDATE {on} {refuse}"
        yield f"{table}_no_truncate", f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE {on} {refuse}"
        if table != "private":
            yield f"{table}_no_delete", f"CREATE TRIGGER {table}_no_delete BEFORE DELETE {on} {refuse}"
        for guard in (f"{table}_no_replace", f"{table}_in_order", f"{table}_of_newest"):
            if guard in FUNCTIONS:
                row = f"FOR EACH ROW EXECUTE FUNCTION {guard}()"
                yield guard, f"CREATE TRIGGER {guard} BEFORE INSERT {on} {row}"


FUNCTIONS = dict(_functions())
TRIGGERS = dict(_triggers())
ADDED_FUNCTIONS = {
    name: _unless(wrong, "OLD" if name == "private_kept" else "NEW") for name, wrong in guards.WRONG.items()
}
ADDED_TRIGGERS = {name: statement.format(schema=SCHEMA) for name, statement in guards.WHEN.items()}
"""The guards that version 2 adds: what a row must be is computed, so that nobody who may insert can plant another."""


def sql_statements() -> Iterator[str]:
    """Yield what makes the tables and guards; grants are apart, since the roles may not be there."""
    yield f"CREATE SCHEMA {SCHEMA}"
    for table, columns in COLUMNS.items():
        yield f"CREATE TABLE {SCHEMA}.{table} ({columns}, PRIMARY KEY ({', '.join(_KEYS[table])}))"
    yield from _INDEXES.values()
    yield from _makes(FUNCTIONS, TRIGGERS)
    yield from added()
    yield f"REVOKE ALL ON SCHEMA {SCHEMA} FROM PUBLIC"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {SCHEMA} FROM PUBLIC"
    yield f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {SCHEMA} FROM PUBLIC"


def added() -> Iterator[str]:
    """Yield what brings version 1 to version 2."""
    yield from _makes(ADDED_FUNCTIONS, ADDED_TRIGGERS, "pg_catalog, pg_temp")
    yield from (f"REVOKE ALL ON FUNCTION {SCHEMA}.{name}() FROM PUBLIC" for name in ADDED_FUNCTIONS)


def _makes(functions: Mapping[str, str], triggers: Mapping[str, str], path: str = "pg_catalog") -> Iterator[str]:
    # A path that does not name `pg_temp` has it first: a type of the writer's own, called `json`, would tell a guard what it likes.
    # The functions of version 1 name no type.
    for name, body in functions.items():
        head = f"CREATE FUNCTION {SCHEMA}.{name}() RETURNS trigger LANGUAGE plpgsql SET search_path TO {path}"
        yield f"{head} AS $guard${body}$guard$"
    yield from triggers.values()


def grants(role: str) -> Iterator[str]:
    """Yield what gives one of the two roles its privileges."""
    yield f"GRANT USAGE ON SCHEMA {SCHEMA} TO {role}"
    for table in COLUMNS:
        yield f"GRANT {', '.join(sorted(_may(role, table)))} ON {SCHEMA}.{table} TO {role}"


def _may(role: str, table: str) -> set[str]:
    if role != WRITER or table == "version":
        return {"SELECT"}
    return {"SELECT", "INSERT", "DELETE"} if table == "private" else {"SELECT", "INSERT"}


# --- comparing ---

FOUND = f"""
WITH here AS (SELECT oid, nspowner FROM pg_namespace WHERE nspname = '{SCHEMA}'),
     relations AS (SELECT c.*, nspowner FROM pg_class c JOIN here ON relnamespace = here.oid)
SELECT '{SCHEMA}', 'owned by its own roles' FROM here JOIN pg_roles r ON r.oid = nspowner
 WHERE rolname IN ('{READER}', '{WRITER}')
UNION ALL
SELECT relname::text, concat_ws(' ', relkind, relpersistence, relrowsecurity, relhastriggers, relowner = nspowner, (
    SELECT string_agg(concat(attname, ' ', format_type(atttypid, atttypmod),
           CASE WHEN attcollation <> typcollation THEN ' COLLATE "' || (
               SELECT collname FROM pg_collation k WHERE k.oid = attcollation) || '"' END,
           CASE WHEN attnotnull THEN ' NOT NULL' END,
           CASE WHEN atthasdef OR attidentity <> '' OR attgenerated <> '' THEN ' DEFAULT' END), ', ' ORDER BY attnum)
    FROM pg_attribute a JOIN pg_type t ON t.oid = atttypid
    WHERE attrelid = relations.oid AND attnum > 0 AND NOT attisdropped))
  FROM relations WHERE relkind NOT IN ('i', 't')
UNION ALL
SELECT c.relname::text, concat(pg_get_indexdef(indexrelid), CASE WHEN NOT (indisvalid AND indisready) THEN ' INVALID' END)
  FROM pg_index JOIN relations ON relations.oid = indrelid JOIN pg_class c ON c.oid = indexrelid
UNION ALL
SELECT tgname::text, concat_ws(' ', pg_get_triggerdef(t.oid), tgenabled)
  FROM pg_trigger t JOIN relations ON relations.oid = tgrelid WHERE NOT tgisinternal
UNION ALL
SELECT proname::text, concat_ws(' ', pronargs, lanname, provolatile, prosecdef, proconfig, proowner = nspowner, prosrc)
  FROM pg_proc JOIN here ON pronamespace = here.oid JOIN pg_language l ON l.oid = prolang
UNION ALL
SELECT rulename::text, 'a rule' FROM pg_rewrite JOIN relations ON relations.oid = ev_class
 WHERE rulename <> '_RETURN'
UNION ALL
SELECT conname::text, 'a constraint' FROM pg_constraint JOIN relations ON relations.oid IN (conrelid, confrelid)
 WHERE contype NOT IN ('p', 'n', 't')
UNION ALL
SELECT c.relname::text, 'inherits' FROM pg_inherits JOIN relations ON relations.oid IN (inhparent, inhrelid)
  JOIN pg_class c ON c.oid = inhrelid
UNION ALL
SELECT DISTINCT 'publication ' || pubname, 'passes rows on' FROM pg_publication_tables WHERE schemaname = '{SCHEMA}'
UNION ALL
SELECT found.identity, found.type FROM pg_depend JOIN here ON refobjid = here.oid AND refclassid = 'pg_namespace'::regclass,
       LATERAL pg_identify_object(classid, objid, objsubid) found
 WHERE classid NOT IN ('pg_class'::regclass, 'pg_proc'::regclass)
"""

GRANTED = f"""
WITH here AS (SELECT * FROM pg_namespace WHERE nspname = '{SCHEMA}'),
     relations AS (SELECT c.* FROM pg_class c JOIN here ON relnamespace = here.oid),
     lists AS (
         SELECT nspname::text AS name, nspowner AS owner, nspacl AS acl FROM here
         UNION ALL SELECT relname, relowner, relacl FROM relations
         UNION ALL SELECT relname, relowner, attacl FROM relations JOIN pg_attribute ON attrelid = relations.oid
         UNION ALL SELECT proname, proowner, coalesce(proacl, acldefault('f', proowner))
                     FROM pg_proc JOIN here ON pronamespace = here.oid)
SELECT name, coalesce(rolname::text, ''), privilege_type, is_grantable
  FROM lists CROSS JOIN LATERAL aclexplode(acl) one LEFT JOIN pg_roles r ON r.oid = grantee
 WHERE grantee <> owner
UNION ALL
SELECT 'session_replication_role', coalesce(rolname::text, ''), 'SET', false
  FROM here, pg_db_role_setting LEFT JOIN pg_roles r ON r.oid = setrole LEFT JOIN pg_database d ON d.oid = setdatabase
 WHERE EXISTS (SELECT FROM unnest(setconfig) one WHERE starts_with(one, 'session_replication_role='))
   AND (d.oid IS NULL OR datname = current_database()) AND (r.oid IS NULL OR has_schema_privilege(r.oid, here.oid, 'USAGE'))
UNION ALL
SELECT r.rolname, m.rolname, 'MEMBER', false FROM pg_auth_members JOIN pg_roles m ON m.oid = member
  JOIN pg_roles r ON r.oid = roleid WHERE m.rolname IN ('{READER}', '{WRITER}')
"""
"""Privileges on what the ledger is made of, and two ways around its guards: a setting that stops triggers, and another role."""
MAY_SET = """
SELECT parname, coalesce(rolname::text, ''), privilege_type, is_grantable
  FROM pg_parameter_acl CROSS JOIN LATERAL aclexplode(paracl) LEFT JOIN pg_roles r ON r.oid = grantee
 WHERE parname = 'session_replication_role' AND NOT coalesce(rolsuper, false)
"""
"""Who else may set what keeps triggers from firing; from PostgreSQL 15 on."""


def wanted(version: int) -> set[tuple[str, str]]:
    """Return what `FOUND` gives for a ledger as that version made it."""
    later = version > 1
    triggers = TRIGGERS | (ADDED_TRIGGERS if later else {})
    functions = FUNCTIONS | (ADDED_FUNCTIONS if later else {})
    rows = {(table, f"r p f t t {columns}") for table, columns in COLUMNS.items()}
    rows |= {
        (f"{table}_pkey", f"CREATE UNIQUE INDEX {table}_pkey ON {SCHEMA}.{table} USING btree ({', '.join(keys)})")
        for table, keys in _KEYS.items()
    }
    rows |= set(_INDEXES.items())
    rows |= {(name, f"{statement} O") for name, statement in triggers.items()}
    return rows | {(name, f"0 plpgsql v f {{{_path(name)}}} t {body}") for name, body in functions.items()}


def _path(function: str) -> str:
    return '"search_path=pg_catalog, pg_temp"' if function in ADDED_FUNCTIONS else "search_path=pg_catalog"


def too_much(granted: Iterable[tuple[str, str, str, bool]]) -> Iterator[tuple[str, str, str]]:
    """Yield the privileges that nobody was meant to have: table, role (empty for everybody), privilege.

    That somebody has less is the administrator's choice, and so is leave to read for a role of his own.
    """
    for name, role, privilege, may_pass_on in granted:
        may = {"USAGE"} if name == SCHEMA else _may(role, name) if name in COLUMNS else set()
        if not role or may_pass_on or privilege not in may:
            yield name, role, privilege
