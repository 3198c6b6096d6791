CREATE TABLE bulk_jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    operation BLOB NOT NULL UNIQUE CHECK (length(operation) = 16),
    action TEXT NOT NULL,
    params TEXT NOT NULL DEFAULT 'null',
    state TEXT NOT NULL DEFAULT 'checking',
    is_with_warned INTEGER NOT NULL DEFAULT 0 CHECK (is_with_warned IN (0, 1)),
    total INTEGER NOT NULL DEFAULT 0,
    waiting INTEGER NOT NULL DEFAULT 0,
    ready INTEGER NOT NULL DEFAULT 0,
    warned INTEGER NOT NULL DEFAULT 0,
    blocked INTEGER NOT NULL DEFAULT 0,
    running INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    dismissed INTEGER NOT NULL DEFAULT 0,
    ready_sums TEXT NOT NULL DEFAULT '{}',
    warned_sums TEXT NOT NULL DEFAULT '{}',
    file_blob BLOB,
    file_name TEXT NOT NULL DEFAULT '',
    fault_code TEXT,
    fault_text TEXT NOT NULL DEFAULT '',
    created_at_ns INTEGER NOT NULL DEFAULT 0,
    started_at_ns INTEGER,
    finished_at_ns INTEGER
) STRICT;
CREATE INDEX bulk_jobs_by_file ON bulk_jobs (file_blob) WHERE file_blob IS NOT NULL;

CREATE TABLE bulk_rows (
    job_id INTEGER NOT NULL REFERENCES bulk_jobs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    code TEXT,
    text TEXT NOT NULL DEFAULT '',
    outbox_id INTEGER REFERENCES outbox (id),
    trash_id INTEGER,
    PRIMARY KEY (job_id, position)
) STRICT, WITHOUT ROWID;
-- Of a hundred thousand rows a person looks at the few that something is to be said of.
CREATE INDEX bulk_rows_told ON bulk_rows (job_id, state, position)
    WHERE state IN ('warned', 'blocked', 'failed', 'dismissed');
CREATE INDEX bulk_rows_by_outbox ON bulk_rows (outbox_id) WHERE outbox_id IS NOT NULL;
