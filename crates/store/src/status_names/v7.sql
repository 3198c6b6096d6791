-- Names by which an operator calls its statuses, as a person taught them: «Соответствия».
CREATE TABLE status_names (
    operator TEXT NOT NULL CHECK (operator <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    means TEXT NOT NULL CHECK (means <> ''),
    PRIMARY KEY (operator, name)
) STRICT, WITHOUT ROWID;
