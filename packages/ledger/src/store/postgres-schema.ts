const GROWING = ['entries', 'heads', 'erasures'] as const

/**
 * Texts sort by their bytes, as they do in SQLite. `entries`, `heads` and `erasures` only grow: triggers refuse
 * everything else, and so do the rights of whoever made them (threat model E2: a fence; the signed tree is the lock).
 * Statements are checked as a whole, since a commit inserts hundreds of rows with one.
 */
const FIRST = `
CREATE TABLE latchkey.versions (version integer PRIMARY KEY, since timestamptz NOT NULL DEFAULT now());
CREATE TABLE latchkey.entries (seq bigint PRIMARY KEY, entry bytea NOT NULL);
CREATE TABLE latchkey.subjects (subject text COLLATE "C" PRIMARY KEY, kek text COLLATE "C" NOT NULL, wrapped bytea NOT NULL);
CREATE INDEX subjects_by_kek ON latchkey.subjects (kek);
CREATE TABLE latchkey.records (
  seq bigint PRIMARY KEY, site text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL REFERENCES latchkey.subjects (subject), received bigint NOT NULL,
  assurance text COLLATE "C" NOT NULL, sealed bytea NOT NULL, notice text COLLATE "C", UNIQUE (site, id)
);
CREATE INDEX records_by_subject ON latchkey.records (subject, seq);
CREATE INDEX records_by_code ON latchkey.records (id);
CREATE INDEX records_by_time ON latchkey.records (received, seq);
CREATE INDEX records_by_notice ON latchkey.records (notice, seq) WHERE notice IS NOT NULL;
CREATE TABLE latchkey.erasures (seq bigint PRIMARY KEY, by bigint NOT NULL);
CREATE TABLE latchkey.heads (size bigint PRIMARY KEY, note text COLLATE "C" NOT NULL);
CREATE TABLE latchkey.tiles (level integer NOT NULL, number bigint NOT NULL, hashes bytea NOT NULL, PRIMARY KEY (level, number));
CREATE TABLE latchkey.documents (digest text COLLATE "C" PRIMARY KEY, document bytea NOT NULL, registered integer NOT NULL);
CREATE TABLE latchkey.counts (
  day text COLLATE "C" NOT NULL, site text COLLATE "C" NOT NULL, measure text COLLATE "C" NOT NULL,
  regime text COLLATE "C" NOT NULL, locale text COLLATE "C" NOT NULL, notice text COLLATE "C" NOT NULL,
  purpose text COLLATE "C" NOT NULL, n bigint NOT NULL,
  PRIMARY KEY (day, site, measure, regime, locale, notice, purpose)
);
CREATE TABLE latchkey.tokens (
  hash text COLLATE "C" PRIMARY KEY, name text NOT NULL, role text NOT NULL, sites text, created bigint NOT NULL, expires bigint
);
CREATE TABLE latchkey.accesses (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at bigint NOT NULL, who text NOT NULL, what text NOT NULL,
  entries bigint NOT NULL
);
CREATE TABLE latchkey.settings (name text COLLATE "C" PRIMARY KEY, value text NOT NULL);
-- Hashes and ciphertext do not get smaller, and trying takes time.
ALTER TABLE latchkey.records ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE latchkey.tiles ALTER COLUMN hashes SET STORAGE EXTERNAL;

CREATE FUNCTION latchkey.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% %', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$;
${GROWING.map(
  (table) => `
CREATE TRIGGER ${table}_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON latchkey.${table}
  EXECUTE FUNCTION latchkey.refuse('only grows');
REVOKE UPDATE, DELETE, TRUNCATE ON latchkey.${table} FROM PUBLIC, CURRENT_USER;`,
).join('')}
CREATE TRIGGER records_refuse BEFORE UPDATE OR TRUNCATE ON latchkey.records
  EXECUTE FUNCTION latchkey.refuse('do not change');
REVOKE TRUNCATE ON latchkey.records FROM PUBLIC, CURRENT_USER;

CREATE FUNCTION latchkey.entries_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE first bigint; last bigint; many bigint;
BEGIN
  SELECT min(seq), max(seq), count(*) INTO first, last, many FROM added;
  IF many > 0 AND (last - first + 1 <> many OR last <> (SELECT max(seq) FROM latchkey.entries)
    OR first <> coalesce((SELECT max(seq) + 1 FROM latchkey.entries WHERE seq < first), 0))
  THEN RAISE EXCEPTION 'entries only grows' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER entries_in_order AFTER INSERT ON latchkey.entries REFERENCING NEW TABLE AS added
  EXECUTE FUNCTION latchkey.entries_in_order();

CREATE FUNCTION latchkey.heads_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT min(size) FROM added)
    <= (SELECT max(size) FROM latchkey.heads WHERE size NOT IN (SELECT size FROM added))
  THEN RAISE EXCEPTION 'heads only grows' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER heads_in_order AFTER INSERT ON latchkey.heads REFERENCING NEW TABLE AS added
  EXECUTE FUNCTION latchkey.heads_in_order();

-- No foreign keys to entries: they lock the rows that they look at, and for that want the right to update them.
CREATE FUNCTION latchkey.belongs_to_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added LEFT JOIN latchkey.entries e USING (seq) WHERE e.seq IS NULL)
  THEN RAISE EXCEPTION '% belong to entries', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER records_belong AFTER INSERT ON latchkey.records REFERENCING NEW TABLE AS added
  EXECUTE FUNCTION latchkey.belongs_to_entry();
CREATE TRIGGER erasures_belong AFTER INSERT ON latchkey.erasures REFERENCING NEW TABLE AS added
  EXECUTE FUNCTION latchkey.belongs_to_entry();

CREATE FUNCTION latchkey.records_go_by_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM gone LEFT JOIN latchkey.erasures e USING (seq) WHERE e.seq IS NULL)
  THEN RAISE EXCEPTION 'records go by erasure only' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER records_go_by_erasure AFTER DELETE ON latchkey.records REFERENCING OLD TABLE AS gone
  EXECUTE FUNCTION latchkey.records_go_by_erasure();
`

/** Each step brings a database from the version before it to its own; the first makes one. Steps never change. */
export const MIGRATIONS: readonly string[] = [FIRST]
