CREATE TABLE kinds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL,
    is_hidden INTEGER NOT NULL DEFAULT 0 CHECK (is_hidden IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX kinds_by_code ON kinds (code) WHERE code <> '';

-- Zero stands for «no firm» and «never restarts», because NULLs would not be equal in a key.
CREATE TABLE kind_counters (
    kind_id INTEGER NOT NULL REFERENCES kinds (id),
    firm_id INTEGER NOT NULL DEFAULT 0,
    year INTEGER NOT NULL DEFAULT 0,
    last INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (kind_id, firm_id, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE kind_counts (
    kind_id INTEGER PRIMARY KEY REFERENCES kinds (id),
    documents INTEGER NOT NULL DEFAULT 0
) STRICT;
