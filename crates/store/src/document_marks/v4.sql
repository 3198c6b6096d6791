-- By which values of facets a document can be found; of its newest sending. Few documents bear any.
CREATE TABLE document_marks (
    document_id INTEGER NOT NULL REFERENCES documents (id),
    mark TEXT NOT NULL,
    listed_on INTEGER NOT NULL,
    PRIMARY KEY (document_id, mark)
) STRICT, WITHOUT ROWID;
-- In the order of the registry: a page of one mark costs a page.
CREATE INDEX document_marks_by_mark ON document_marks (mark, listed_on, document_id);
CREATE TRIGGER document_marks_listed AFTER UPDATE OF listed_on ON documents WHEN new.listed_on <> old.listed_on BEGIN
    UPDATE document_marks SET listed_on = new.listed_on WHERE document_id = new.id;
END;
