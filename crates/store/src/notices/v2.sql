-- Removing a document asks whether a notice names it.
CREATE INDEX notices_by_document ON notices (document_id);
