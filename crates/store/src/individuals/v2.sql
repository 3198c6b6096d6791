CREATE TABLE individuals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    last_name TEXT NOT NULL DEFAULT '',
    first_name TEXT NOT NULL DEFAULT '',
    middle_name TEXT NOT NULL DEFAULT '',
    phone TEXT,
    email TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX individuals_by_phone ON individuals (phone) WHERE phone IS NOT NULL;

-- Only terms, no text: see search.rs for what a term is.
CREATE VIRTUAL TABLE individual_terms USING fts5 (
    terms, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '#_'"
);

CREATE TABLE individual_changes (
    id INTEGER PRIMARY KEY,
    individual_id INTEGER NOT NULL REFERENCES individuals (id),
    at_ns INTEGER NOT NULL DEFAULT 0,
    field TEXT NOT NULL,
    before TEXT NOT NULL DEFAULT '',
    after TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX individual_changes_by_owner ON individual_changes (individual_id, at_ns);
