-- M2M documents no identity of this event, so its key is made of its whole content. If the data has an id of its own,
-- make that the table's key, and M2M may repeat the event as it likes.
INSERT INTO @table@ (event_key, data)
VALUES (:#${variable.eventKey}, CAST(:#${body} AS jsonb)->'data')
ON CONFLICT (event_key) DO NOTHING
