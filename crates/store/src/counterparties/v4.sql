-- Whose box an inbound document comes from.
CREATE INDEX counterparty_boxes_by_box ON counterparty_boxes (connection_id, box_id);
