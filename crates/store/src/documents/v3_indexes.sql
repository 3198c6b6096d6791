-- Behind the step that orders the numbers, so that no index is written twice.
-- Whatever a list is narrowed by stands behind the date: any filters together cost one walk along one index and
-- never a look at a row.
DROP INDEX documents_by_date;
CREATE INDEX documents_by_date ON documents (listed_on, id, status, direction, firm_id, counterparty_id, kind_id,
    assignee_id, individual_id, operator, total_kopecks, status_since_ns, number_key);
CREATE INDEX documents_by_direction ON documents (direction, listed_on, id);
CREATE INDEX documents_by_operator ON documents (operator, listed_on, id) WHERE operator IS NOT NULL;
CREATE INDEX documents_by_number_order ON documents (number_key, listed_on, id);
CREATE INDEX documents_by_total ON documents (total_kopecks, listed_on, id);
CREATE INDEX documents_by_waiting ON documents (status_since_ns, listed_on, id);
CREATE INDEX counterparties_by_name ON counterparties (name_words, id);
CREATE INDEX individuals_by_name ON individuals (last_name || ' ' || first_name || ' ' || middle_name, id);
