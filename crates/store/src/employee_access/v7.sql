-- Which employee has an access of their own at an operator, and how it fares. Login and password are in the keystore.
CREATE TABLE employee_access (
    connection_id INTEGER NOT NULL REFERENCES connections (id),
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    state TEXT NOT NULL DEFAULT 'not_tried',
    holder_name TEXT NOT NULL DEFAULT '',
    failure_text TEXT NOT NULL DEFAULT '',
    changed_at_ns INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (connection_id, employee_id)
) STRICT, WITHOUT ROWID;
