-- Run this once in the bridge's database, before the route takes its first event.
CREATE TABLE @table@ (
  event_key text PRIMARY KEY,
  data      jsonb NOT NULL
);
