ALTER TABLE document_signatures ADD COLUMN power_of_attorney TEXT;
