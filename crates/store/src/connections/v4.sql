-- How a connection gets in. Never a secret: those lie in the keystore.
CREATE TABLE connection_log_ins (
    connection_id INTEGER PRIMARY KEY REFERENCES connections (id),
    log_in TEXT NOT NULL,
    certificate BLOB CHECK (certificate IS NULL OR length(certificate) = 20),
    redirect_port INTEGER CHECK (redirect_port BETWEEN 1 AND 65535)
) STRICT;
