SELECT coalesce(currency, 'none') AS currency,
       CASE WHEN age < interval '1 day' THEN '1 under 1 day'
            WHEN age < interval '7 days' THEN '2 under 7 days'
            WHEN age < interval '30 days' THEN '3 under 30 days'
            ELSE '4 older' END AS age,
       count(*) AS holds, sum(amount) AS amount, min(placed_at) AS oldest
FROM (SELECT currency, amount, placed_at, clock_timestamp() - placed_at AS age
      FROM m2m_fund_holds
      WHERE released_at IS NULL) AS open
GROUP BY 1, 2
ORDER BY 1, 2
