-- Open holds by currency, with those that are older than 1, 7 and 30 days. Each amount is added once, by its age: with
-- hundreds of thousands of holds, the additions take most of the time.
SELECT coalesce(currency, 'none') AS currency, CAST(sum(holds) AS bigint) AS holds, sum(amount) AS amount,
       min(oldest) AS oldest,
       CAST(coalesce(sum(holds) FILTER (WHERE age >= 1), 0) AS bigint) AS over_1_day,
       sum(amount) FILTER (WHERE age >= 1) AS amount_1,
       CAST(coalesce(sum(holds) FILTER (WHERE age >= 2), 0) AS bigint) AS over_7_days,
       sum(amount) FILTER (WHERE age >= 2) AS amount_7,
       CAST(coalesce(sum(holds) FILTER (WHERE age >= 3), 0) AS bigint) AS over_30_days,
       sum(amount) FILTER (WHERE age >= 3) AS amount_30
FROM (
  SELECT currency, age, count(*) AS holds, sum(amount) AS amount, min(placed_at) AS oldest
  FROM m2m_fund_holds
  CROSS JOIN (SELECT statement_timestamp() - interval '1 day', statement_timestamp() - interval '7 days',
                     statement_timestamp() - interval '30 days') AS ago (day, week, month)
  CROSS JOIN LATERAL (
    SELECT CASE WHEN placed_at < month THEN 3 WHEN placed_at < week THEN 2 WHEN placed_at < day THEN 1 ELSE 0 END
  ) AS aged (age)
  WHERE released_at IS NULL
  GROUP BY currency, age) AS summed
GROUP BY currency
ORDER BY currency
