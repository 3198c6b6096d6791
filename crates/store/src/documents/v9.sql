-- Why a document waits for a person stands in the row itself, written together with the status: a page of the registry
-- then looks at no sending and no timeline. Without a value where nobody has to act, and where an earlier program
-- settled the status.
ALTER TABLE documents ADD COLUMN cause TEXT;
