CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    firm_id INTEGER REFERENCES firms (id),
    counterparty_id INTEGER REFERENCES counterparties (id),
    direction TEXT NOT NULL DEFAULT 'outbound',
    kind TEXT NOT NULL DEFAULT 'nonformalized',
    number TEXT NOT NULL DEFAULT '',
    issued_on TEXT,
    listed_on INTEGER NOT NULL DEFAULT 0,
    total_kopecks INTEGER,
    vat_kopecks INTEGER,
    currency TEXT NOT NULL DEFAULT '643',
    title TEXT NOT NULL DEFAULT '',
    file_blob BLOB NOT NULL CHECK (length(file_blob) = 32),
    file_name TEXT NOT NULL DEFAULT '',
    file_size_bytes INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL DEFAULT 'not_in_edo',
    status_since_ns INTEGER NOT NULL DEFAULT 0,
    created_at_ns INTEGER NOT NULL DEFAULT 0
) STRICT;
-- Every list walks one of these four backwards, newest first, and stops after a page.
CREATE INDEX documents_by_date ON documents (listed_on, id);
CREATE INDEX documents_by_status ON documents (status, listed_on, id, firm_id);
CREATE INDEX documents_by_firm ON documents (firm_id, status, listed_on, id);
CREATE INDEX documents_by_counterparty ON documents (counterparty_id, status, listed_on, id, firm_id);
CREATE INDEX documents_by_file ON documents (file_blob);

CREATE TABLE document_lines (
    document_id INTEGER NOT NULL REFERENCES documents (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    unit TEXT NOT NULL DEFAULT '',
    quantity TEXT,
    price TEXT,
    vat_rate TEXT NOT NULL DEFAULT '"no_vat"',
    vat_kopecks INTEGER,
    total_kopecks INTEGER,
    PRIMARY KEY (document_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE status_counts (
    status TEXT PRIMARY KEY NOT NULL,
    documents INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TRIGGER status_counts_insert AFTER INSERT ON documents BEGIN
    INSERT INTO status_counts (status, documents) VALUES (new.status, 1)
        ON CONFLICT (status) DO UPDATE SET documents = documents + 1;
END;
CREATE TRIGGER status_counts_update AFTER UPDATE OF status ON documents WHEN old.status <> new.status BEGIN
    UPDATE status_counts SET documents = documents - 1 WHERE status = old.status;
    INSERT INTO status_counts (status, documents) VALUES (new.status, 1)
        ON CONFLICT (status) DO UPDATE SET documents = documents + 1;
END;
CREATE TRIGGER status_counts_delete AFTER DELETE ON documents BEGIN
    UPDATE status_counts SET documents = documents - 1 WHERE status = old.status;
END;
