CREATE TABLE auto_rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (name <> ''),
    kind_id INTEGER NOT NULL,
    is_active INTEGER NOT NULL DEFAULT 0 CHECK (is_active IN (0, 1)),
    body TEXT NOT NULL,
    rehearsed_body TEXT,
    rehearsed_at_ns INTEGER,
    rehearsed_documents INTEGER
) STRICT;
CREATE INDEX auto_rules_active ON auto_rules (kind_id) WHERE is_active = 1;
-- A document may be gone when its turn comes, so nothing refers to it.
CREATE TABLE auto_rule_tasks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rule_id INTEGER NOT NULL REFERENCES auto_rules (id),
    document_id INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    print_form TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at_ns INTEGER NOT NULL,
    created_at_ns INTEGER NOT NULL,
    changed_at_ns INTEGER NOT NULL,
    code TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    edo_document_id INTEGER REFERENCES edo_documents (id)
) STRICT;
-- A version of a document goes by a rule once, whatever is killed or cut.
CREATE UNIQUE INDEX auto_rule_tasks_once ON auto_rule_tasks (rule_id, document_id, revision, print_form);
CREATE INDEX auto_rule_tasks_by_document ON auto_rule_tasks (document_id, rule_id, print_form);
CREATE INDEX auto_rule_tasks_due ON auto_rule_tasks (due_at_ns, id) WHERE state = 'waiting';
CREATE INDEX auto_rule_tasks_by_state ON auto_rule_tasks (state, id);
CREATE INDEX auto_rule_tasks_by_sending ON auto_rule_tasks (edo_document_id) WHERE edo_document_id IS NOT NULL;
