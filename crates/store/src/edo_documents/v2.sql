ALTER TABLE edo_documents ADD COLUMN edo_file_id INTEGER REFERENCES edo_files (id);
-- Until now a document had one file, so that is what was sent.
UPDATE edo_documents SET edo_file_id = document_id;
CREATE INDEX edo_documents_by_file ON edo_documents (edo_file_id) WHERE edo_file_id IS NOT NULL;
