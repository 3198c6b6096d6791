CREATE TABLE employees (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    last_name TEXT NOT NULL DEFAULT '',
    first_name TEXT NOT NULL DEFAULT '',
    middle_name TEXT NOT NULL DEFAULT '',
    position TEXT NOT NULL DEFAULT '',
    phone TEXT,
    email TEXT NOT NULL DEFAULT '',
    firms TEXT NOT NULL DEFAULT '[]',
    is_former INTEGER NOT NULL DEFAULT 0 CHECK (is_former IN (0, 1))
) STRICT;
