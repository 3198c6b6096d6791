CREATE TABLE powers_of_attorney (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    firm_id INTEGER NOT NULL REFERENCES firms (id),
    number BLOB NOT NULL UNIQUE CHECK (length(number) = 16),
    principal_inn TEXT NOT NULL,
    representative_name TEXT NOT NULL DEFAULT '',
    representative_inn TEXT NOT NULL DEFAULT '',
    representative_thumbprint BLOB CHECK (length(representative_thumbprint) = 20),
    valid_from TEXT,
    valid_to TEXT,
    file BLOB,
    signature BLOB,
    created_at_ns INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Nobody is told twice of the same.
CREATE TABLE power_warnings (
    power_id INTEGER NOT NULL REFERENCES powers_of_attorney (id) ON DELETE CASCADE,
    step TEXT NOT NULL,
    at_ns INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (power_id, step)
) STRICT, WITHOUT ROWID;
