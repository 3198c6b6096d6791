CREATE TABLE counterparties (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL DEFAULT '',
    inn TEXT NOT NULL CHECK (inn <> ''),
    kpp TEXT NOT NULL DEFAULT '',
    name_words TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX counterparties_by_tax_id ON counterparties (inn, kpp);

-- Only terms, no text: see search.rs for what a term is.
CREATE VIRTUAL TABLE counterparty_terms USING fts5 (
    terms, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '#_'"
);

CREATE TABLE counterparty_boxes (
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    counterparty_id INTEGER NOT NULL REFERENCES counterparties (id),
    box_id TEXT NOT NULL CHECK (box_id <> ''),
    partnership TEXT NOT NULL DEFAULT '',
    is_roaming INTEGER NOT NULL DEFAULT 0 CHECK (is_roaming IN (0, 1)),
    is_test INTEGER NOT NULL DEFAULT 0 CHECK (is_test IN (0, 1)),
    PRIMARY KEY (connection_id, counterparty_id, box_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX counterparty_boxes_by_counterparty ON counterparty_boxes (counterparty_id);
