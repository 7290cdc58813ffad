-- The site's own table, in the bridge's database.
CREATE TABLE booked_operations (
  event_key text PRIMARY KEY,
  operation_id text NOT NULL,
  amount numeric,
  currency text
);
