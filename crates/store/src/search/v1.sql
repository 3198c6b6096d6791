CREATE TABLE document_words (
    document_id INTEGER PRIMARY KEY REFERENCES documents (id),
    words TEXT NOT NULL DEFAULT ''
) STRICT;

-- The rowid is the place in the list (date, then id), so that matches come newest first without sorting.
-- Only terms, no text: see search.rs for what a term is.
CREATE VIRTUAL TABLE document_terms USING fts5 (
    terms, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '#_'"
);
