-- The day under which the document is listed, so that what happened is put in the order of the registry without a look
-- at the documents.
ALTER TABLE edo_documents ADD COLUMN listed_on INTEGER NOT NULL DEFAULT 0;
UPDATE edo_documents SET listed_on = (SELECT d.listed_on FROM documents d WHERE d.id = edo_documents.document_id);
CREATE TRIGGER edo_documents_listed AFTER UPDATE OF listed_on ON documents WHEN new.listed_on <> old.listed_on BEGIN
    UPDATE edo_documents SET listed_on = new.listed_on WHERE document_id = new.id;
END;

DROP INDEX edo_documents_sent;
DROP INDEX edo_documents_signed;
DROP INDEX edo_documents_refused;
CREATE INDEX edo_documents_sent ON edo_documents (sent_at_ns, document_id, listed_on) WHERE sent_at_ns IS NOT NULL;
CREATE INDEX edo_documents_signed ON edo_documents (signed_at_ns, document_id, listed_on)
    WHERE signed_at_ns IS NOT NULL;
CREATE INDEX edo_documents_refused ON edo_documents (refused_at_ns, document_id, listed_on)
    WHERE refused_at_ns IS NOT NULL;
