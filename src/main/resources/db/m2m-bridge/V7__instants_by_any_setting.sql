-- Without a backslash, whose meaning in a literal is a setting of the session (standard_conforming_strings): there no
-- instant would be read. Otherwise as before.
CREATE OR REPLACE FUNCTION m2m_instant(value text) RETURNS timestamptz
  LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
  IF value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})$' THEN
    RETURN value::timestamptz;
  END IF;
  RETURN NULL;
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END $$;
