-- What a person decided about a document that came and one of ours: the same paper, or not. Either has at most one other.
CREATE TABLE pairs (
    inbound_id INTEGER NOT NULL REFERENCES documents (id),
    document_id INTEGER NOT NULL REFERENCES documents (id),
    is_same INTEGER NOT NULL CHECK (is_same IN (0, 1)),
    decided_at_ns INTEGER NOT NULL,
    PRIMARY KEY (inbound_id, document_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX pairs_of_inbound ON pairs (inbound_id) WHERE is_same = 1;
CREATE UNIQUE INDEX pairs_of_document ON pairs (document_id) WHERE is_same = 1;
CREATE INDEX pairs_by_document ON pairs (document_id, inbound_id);
