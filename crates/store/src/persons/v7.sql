-- Whom a paper is for, as it was checked before sending.
CREATE TABLE person_records (
    document_id INTEGER PRIMARY KEY REFERENCES documents (id),
    last_name TEXT NOT NULL DEFAULT '',
    first_name TEXT NOT NULL DEFAULT '',
    middle_name TEXT NOT NULL DEFAULT '',
    has_no_middle_name INTEGER NOT NULL DEFAULT 0 CHECK (has_no_middle_name IN (0, 1)),
    phone TEXT,
    email TEXT NOT NULL DEFAULT '',
    saved_at_ns INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The same as it left with a sending, in whose access, and the signed copy that came back.
CREATE TABLE person_sendings (
    edo_document_id INTEGER PRIMARY KEY REFERENCES edo_documents (id),
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    last_name TEXT NOT NULL DEFAULT '',
    first_name TEXT NOT NULL DEFAULT '',
    middle_name TEXT NOT NULL DEFAULT '',
    has_no_middle_name INTEGER NOT NULL DEFAULT 0 CHECK (has_no_middle_name IN (0, 1)),
    phone TEXT NOT NULL,
    email TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    goes_by_itself INTEGER NOT NULL DEFAULT 0 CHECK (goes_by_itself IN (0, 1)),
    copy_state TEXT NOT NULL DEFAULT 'not_due',
    stamped BLOB CHECK (length(stamped) = 32),
    protocol BLOB CHECK (length(protocol) = 32),
    copy_attempts INTEGER NOT NULL DEFAULT 0,
    copy_next_attempt_at_ns INTEGER,
    copy_failure_text TEXT NOT NULL DEFAULT ''
) STRICT;
-- By these the sweep asks who needs the bytes.
CREATE INDEX person_sendings_by_stamped ON person_sendings (stamped) WHERE stamped IS NOT NULL;
CREATE INDEX person_sendings_by_protocol ON person_sendings (protocol) WHERE protocol IS NOT NULL;
CREATE INDEX person_sendings_by_employee ON person_sendings (employee_id, edo_document_id);
CREATE INDEX person_sendings_going ON person_sendings (connection_id, edo_document_id) WHERE goes_by_itself = 1;
CREATE INDEX person_sendings_due ON person_sendings (connection_id, edo_document_id) WHERE copy_state = 'due';

-- The register of consents: every word that an operator told about one.
CREATE TABLE consents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    edo_document_id INTEGER NOT NULL REFERENCES edo_documents (id),
    phone TEXT NOT NULL,
    full_name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    state TEXT NOT NULL,
    told_at_ns INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX consents_of_sending ON consents (edo_document_id, state);
CREATE INDEX consents_of_person ON consents (connection_id, phone, name_key, told_at_ns);
