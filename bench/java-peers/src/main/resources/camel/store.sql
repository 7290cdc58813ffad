INSERT INTO webhooks (event_key, event, signature, signed_at, body)
VALUES (:#${variable.eventKey}, :#${variable.event}, :#${variable.signature}, :#${variable.signedAt}, :#${body})
ON CONFLICT (event_key) DO NOTHING
