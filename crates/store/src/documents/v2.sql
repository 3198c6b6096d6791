-- A kind is now a row of the directory; what this column holds is the format of the file.
ALTER TABLE documents RENAME COLUMN kind TO format;
ALTER TABLE documents ADD COLUMN kind_id INTEGER REFERENCES kinds (id);
ALTER TABLE documents ADD COLUMN individual_id INTEGER REFERENCES individuals (id);
ALTER TABLE documents ADD COLUMN assignee_id INTEGER REFERENCES employees (id);
-- Not declared as a reference: files name their documents already, and the circle would cost a search of all
-- documents whenever a file is removed.
ALTER TABLE documents ADD COLUMN edo_file_id INTEGER;
ALTER TABLE documents ADD COLUMN origin TEXT NOT NULL DEFAULT 'imported';
ALTER TABLE documents ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE documents ADD COLUMN details TEXT NOT NULL DEFAULT '{}';
UPDATE documents SET edo_file_id = id;

DROP INDEX documents_by_file;
ALTER TABLE documents DROP COLUMN file_blob;
ALTER TABLE documents DROP COLUMN file_name;
ALTER TABLE documents DROP COLUMN file_size_bytes;

ALTER TABLE document_lines ADD COLUMN details TEXT NOT NULL DEFAULT '{}';

-- What stands behind `id` only saves a look at the row when the list is narrowed further.
DROP INDEX documents_by_counterparty;
CREATE INDEX documents_by_counterparty
    ON documents (counterparty_id, status, listed_on, id, firm_id, kind_id, assignee_id);
CREATE INDEX documents_by_individual
    ON documents (individual_id, status, listed_on, id, firm_id, kind_id, assignee_id)
    WHERE individual_id IS NOT NULL;
CREATE INDEX documents_by_assignee ON documents (assignee_id, status, listed_on, id, firm_id, kind_id)
    WHERE assignee_id IS NOT NULL;
CREATE INDEX documents_by_kind ON documents (kind_id, status, listed_on, id, firm_id);
CREATE INDEX documents_by_number ON documents (number, issued_on, total_kopecks) WHERE number <> '';

CREATE TRIGGER kind_counts_insert AFTER INSERT ON documents WHEN new.kind_id IS NOT NULL BEGIN
    INSERT INTO kind_counts (kind_id, documents) VALUES (new.kind_id, 1)
        ON CONFLICT (kind_id) DO UPDATE SET documents = documents + 1;
END;
CREATE TRIGGER kind_counts_update AFTER UPDATE OF kind_id ON documents WHEN old.kind_id IS NOT new.kind_id BEGIN
    UPDATE kind_counts SET documents = documents - 1 WHERE kind_id = old.kind_id;
    INSERT INTO kind_counts (kind_id, documents) SELECT new.kind_id, 1 WHERE new.kind_id IS NOT NULL
        ON CONFLICT (kind_id) DO UPDATE SET documents = documents + 1;
END;
CREATE TRIGGER kind_counts_delete AFTER DELETE ON documents WHEN old.kind_id IS NOT NULL BEGIN
    UPDATE kind_counts SET documents = documents - 1 WHERE kind_id = old.kind_id;
END;
