/** Schema 1 as it was released, for the test of its migration. Nothing here changes any more. */
export const SCHEMA_1 = `
CREATE TABLE entries (seq INTEGER PRIMARY KEY, entry BLOB NOT NULL) STRICT;
CREATE TABLE records (
  seq INTEGER PRIMARY KEY REFERENCES entries (seq), id TEXT NOT NULL UNIQUE, subject TEXT NOT NULL,
  received INTEGER NOT NULL, salt BLOB NOT NULL, body BLOB NOT NULL, notice TEXT
) STRICT;
CREATE INDEX records_by_subject ON records (subject, seq);
CREATE INDEX records_by_notice ON records (notice, seq) WHERE notice IS NOT NULL;
CREATE TABLE erasures (seq INTEGER PRIMARY KEY REFERENCES entries (seq), by INTEGER NOT NULL) STRICT;
CREATE TABLE heads (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
CREATE TABLE tiles (
  level INTEGER NOT NULL, number INTEGER NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE notices (digest TEXT PRIMARY KEY, document BLOB NOT NULL) STRICT;
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
