-- How often the exchange looks for news, where a person chose it, and since when they have stopped it.
CREATE TABLE connection_schedules (
    connection_id INTEGER PRIMARY KEY REFERENCES connections (id),
    pause_s INTEGER CHECK (pause_s > 0),
    stopped_at_ns INTEGER
) STRICT;

-- What a person chose for a connection beside its schedule.
CREATE TABLE connection_settings (
    connection_id INTEGER PRIMARY KEY REFERENCES connections (id),
    sends_at_once INTEGER NOT NULL DEFAULT 1 CHECK (sends_at_once IN (0, 1)),
    keeps_exchange_log INTEGER NOT NULL DEFAULT 0 CHECK (keeps_exchange_log IN (0, 1))
) STRICT;
