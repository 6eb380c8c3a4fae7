/** Bumped with every change below; older files are migrated, newer ones refused. */
export const SCHEMA_VERSION = 2

/**
 * `entries`, `heads` and `erasures` only grow: triggers refuse everything else (threat model E2: a fence; the signed
 * tree is the lock). The trigger on insertion is also what stops INSERT OR REPLACE, which fires no delete trigger.
 */
export const SCHEMA = `
CREATE TABLE entries (seq INTEGER PRIMARY KEY, entry BLOB NOT NULL) STRICT;
CREATE TABLE subjects (subject TEXT PRIMARY KEY, kek TEXT NOT NULL, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX subjects_by_kek ON subjects (kek);
CREATE TABLE records (
  seq INTEGER PRIMARY KEY REFERENCES entries (seq), site TEXT NOT NULL, id TEXT NOT NULL,
  subject TEXT NOT NULL REFERENCES subjects (subject), received INTEGER NOT NULL, assurance TEXT NOT NULL,
  sealed BLOB NOT NULL, notice TEXT, UNIQUE (site, id)
) STRICT;
CREATE INDEX records_by_subject ON records (subject, seq);
CREATE INDEX records_by_code ON records (id);
CREATE INDEX records_by_time ON records (received);
CREATE INDEX records_by_notice ON records (notice, seq) WHERE notice IS NOT NULL;
CREATE TABLE erasures (seq INTEGER PRIMARY KEY REFERENCES entries (seq), by INTEGER NOT NULL) STRICT;
CREATE TABLE heads (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
CREATE TABLE tiles (
  level INTEGER NOT NULL, number INTEGER NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE documents (digest TEXT PRIMARY KEY, document BLOB NOT NULL, registered INTEGER NOT NULL) STRICT;
CREATE TABLE counts (
  day TEXT NOT NULL, site TEXT NOT NULL, measure TEXT NOT NULL, regime TEXT NOT NULL, locale TEXT NOT NULL,
  notice TEXT NOT NULL, purpose TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (day, site, measure, regime, locale, notice, purpose)
) STRICT, WITHOUT ROWID;
CREATE TABLE tokens (
  hash TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, sites TEXT, created INTEGER NOT NULL, expires INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE accesses (
  number INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, entries INTEGER NOT NULL
) STRICT;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

${['entries', 'heads', 'erasures']
  .flatMap((table) => ['UPDATE', 'DELETE'].map((verb) => ({ table, verb })))
  .map(
    ({ table, verb }) =>
      `CREATE TRIGGER ${table}_refuse_${verb.toLowerCase()} BEFORE ${verb} ON ${table} BEGIN SELECT RAISE(ABORT, '${table} only grows'); END;`,
  )
  .join('\n')}
CREATE TRIGGER entries_in_order BEFORE INSERT ON entries
  WHEN NEW.seq <> (SELECT coalesce(max(seq) + 1, 0) FROM entries) BEGIN SELECT RAISE(ABORT, 'entries only grows'); END;
CREATE TRIGGER heads_in_order BEFORE INSERT ON heads
  WHEN NEW.size <= (SELECT coalesce(max(size), -1) FROM heads) BEGIN SELECT RAISE(ABORT, 'heads only grows'); END;
CREATE TRIGGER records_refuse_update BEFORE UPDATE ON records BEGIN SELECT RAISE(ABORT, 'records do not change'); END;
CREATE TRIGGER records_refuse_delete BEFORE DELETE ON records
  WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE seq = OLD.seq)
  BEGIN SELECT RAISE(ABORT, 'records go by erasure only'); END;
`
