-- What operators told before anything was sent, kept for a while: types of documents of a box, its owner, objections.
CREATE TABLE operator_facts (
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    subject TEXT NOT NULL CHECK (subject <> ''),
    body TEXT NOT NULL,
    told_at_ns INTEGER NOT NULL,
    PRIMARY KEY (connection_id, subject)
) STRICT, WITHOUT ROWID;

-- Which box and departments documents for a counterparty go to, where a person said so.
CREATE TABLE sending_routes (
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    counterparty_id INTEGER NOT NULL REFERENCES counterparties (id),
    box_id TEXT NOT NULL DEFAULT '',
    departments TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (connection_id, counterparty_id)
) STRICT, WITHOUT ROWID;

-- What a person chose beside the document itself; a sending with nothing chosen has no row.
CREATE TABLE sending_forms (
    edo_document_id INTEGER PRIMARY KEY REFERENCES edo_documents (id),
    form TEXT NOT NULL,
    package_id BLOB CHECK (package_id IS NULL OR length(package_id) = 16)
) STRICT;
CREATE INDEX sending_forms_by_package ON sending_forms (package_id) WHERE package_id IS NOT NULL;

-- The other sendings of a package, which leave with the row of the first.
CREATE TABLE outbox_companions (
    edo_document_id INTEGER NOT NULL REFERENCES edo_documents (id),
    outbox_id INTEGER NOT NULL REFERENCES outbox (id),
    PRIMARY KEY (edo_document_id, outbox_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_companions_by_outbox ON outbox_companions (outbox_id, edo_document_id);
