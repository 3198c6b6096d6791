CREATE TABLE document_links (
    document_id INTEGER NOT NULL REFERENCES documents (id),
    based_on_id INTEGER NOT NULL REFERENCES documents (id),
    PRIMARY KEY (document_id, based_on_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_links_by_basis ON document_links (based_on_id, document_id);
