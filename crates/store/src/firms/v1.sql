CREATE TABLE firms (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL DEFAULT '',
    inn TEXT NOT NULL CHECK (inn <> ''),
    kpp TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX firms_by_tax_id ON firms (inn, kpp);
