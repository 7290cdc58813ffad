-- As for the first time: a new run without effects, so that the route runs all of its steps.
UPDATE m2m_deliveries
SET state = 'processing', lease_token = gen_random_uuid(), attempts = 1, lost = 0, run = run + 1, effects_at = NULL,
    next_attempt_at = clock_timestamp() + interval '1 minute'
WHERE id = :id
RETURNING id, lease_token, event_key, lane, run, received_at, body
