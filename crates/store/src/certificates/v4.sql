CREATE TABLE certificates (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    thumbprint BLOB NOT NULL UNIQUE CHECK (length(thumbprint) = 20),
    der BLOB NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    inn TEXT NOT NULL DEFAULT '',
    organisation TEXT NOT NULL DEFAULT '',
    organisation_inn TEXT NOT NULL DEFAULT '',
    position TEXT NOT NULL DEFAULT '',
    issuer TEXT NOT NULL DEFAULT '',
    valid_from_ns INTEGER NOT NULL DEFAULT 0,
    valid_to_ns INTEGER NOT NULL DEFAULT 0,
    store TEXT NOT NULL DEFAULT '',
    store_label TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    key_state TEXT NOT NULL DEFAULT 'missing',
    seen_at_ns INTEGER NOT NULL DEFAULT 0,
    is_hidden INTEGER NOT NULL DEFAULT 0 CHECK (is_hidden IN (0, 1))
) STRICT;
CREATE INDEX certificates_by_organisation ON certificates (organisation_inn);

CREATE TABLE signing_choices (
    firm_id INTEGER NOT NULL REFERENCES firms (id),
    employee_id INTEGER REFERENCES employees (id),
    certificate_id INTEGER NOT NULL REFERENCES certificates (id)
) STRICT;
-- NULLs would not be equal in a key: zero stands for the firm as a whole.
CREATE UNIQUE INDEX signing_choices_by_firm ON signing_choices (firm_id, coalesce(employee_id, 0));
CREATE INDEX signing_choices_by_certificate ON signing_choices (certificate_id);

-- Nobody is warned twice of the same.
CREATE TABLE certificate_warnings (
    certificate_id INTEGER NOT NULL REFERENCES certificates (id),
    step TEXT NOT NULL,
    at_ns INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (certificate_id, step)
) STRICT, WITHOUT ROWID;
