CREATE TABLE powers_of_attorney (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    firm_id INTEGER REFERENCES firms (id),
    number BLOB NOT NULL UNIQUE CHECK (length(number) = 16),
    principal_inn TEXT NOT NULL DEFAULT '',
    representative_thumbprint BLOB,
    representative_employee_id INTEGER REFERENCES employees (id),
    valid_from_ns INTEGER,
    valid_to_ns INTEGER,
    file BLOB,
    signature BLOB,
    created_at_ns INTEGER NOT NULL DEFAULT 0
) STRICT;
