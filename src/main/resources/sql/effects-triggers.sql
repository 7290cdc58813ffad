-- The bridge has no trigger on these tables. Those of foreign keys are internal.
SELECT EXISTS (
  SELECT FROM pg_trigger
  WHERE NOT tgisinternal
    AND tgrelid IN (to_regclass('m2m_links'), to_regclass('m2m_operations'), to_regclass('m2m_fund_holds'),
                    to_regclass('m2m_notices'), to_regclass('m2m_deliveries')))
