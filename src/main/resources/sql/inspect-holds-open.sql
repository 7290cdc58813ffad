-- Open holds by currency, with those that are older than 1, 7 and 30 days. Each hold is added up once, by its age.
WITH held AS (
  SELECT currency,
         CASE WHEN placed_at < month THEN 30 WHEN placed_at < week THEN 7 WHEN placed_at < day THEN 1 ELSE 0 END AS days,
         count(*) AS holds, sum(amount) AS amount, min(placed_at) AS oldest
  FROM m2m_fund_holds
  CROSS JOIN (SELECT statement_timestamp() - interval '1 day', statement_timestamp() - interval '7 days',
                     statement_timestamp() - interval '30 days') AS ago (day, week, month)
  WHERE released_at IS NULL
  GROUP BY 1, 2
)
SELECT coalesce(currency, 'none') AS currency, CAST(sum(holds) AS bigint) AS holds, sum(amount) AS amount,
       min(oldest) AS oldest,
       CAST(coalesce(sum(holds) FILTER (WHERE days >= 1), 0) AS bigint) AS over_1_day,
       sum(amount) FILTER (WHERE days >= 1) AS amount_1,
       CAST(coalesce(sum(holds) FILTER (WHERE days >= 7), 0) AS bigint) AS over_7_days,
       sum(amount) FILTER (WHERE days >= 7) AS amount_7,
       CAST(coalesce(sum(holds) FILTER (WHERE days >= 30), 0) AS bigint) AS over_30_days,
       sum(amount) FILTER (WHERE days >= 30) AS amount_30
FROM held
GROUP BY currency
ORDER BY currency
