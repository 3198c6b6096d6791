-- How often the exchange looks for news, where a person chose it, and since when they have stopped it.
CREATE TABLE connection_schedules (
    connection_id INTEGER PRIMARY KEY REFERENCES connections (id),
    pause_s INTEGER CHECK (pause_s > 0),
    stopped_at_ns INTEGER
) STRICT;
