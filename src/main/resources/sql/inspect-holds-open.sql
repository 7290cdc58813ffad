-- Open holds by currency, with those that are older than 1, 7 and 30 days.
SELECT coalesce(currency, 'none') AS currency, count(*) AS holds, sum(amount) AS amount, min(placed_at) AS oldest,
       count(*) FILTER (WHERE placed_at < day) AS over_1_day, sum(amount) FILTER (WHERE placed_at < day) AS amount_1,
       count(*) FILTER (WHERE placed_at < week) AS over_7_days, sum(amount) FILTER (WHERE placed_at < week) AS amount_7,
       count(*) FILTER (WHERE placed_at < month) AS over_30_days,
       sum(amount) FILTER (WHERE placed_at < month) AS amount_30
FROM m2m_fund_holds
CROSS JOIN (SELECT statement_timestamp() - interval '1 day', statement_timestamp() - interval '7 days',
                   statement_timestamp() - interval '30 days') AS ago (day, week, month)
WHERE released_at IS NULL
GROUP BY currency
ORDER BY currency
