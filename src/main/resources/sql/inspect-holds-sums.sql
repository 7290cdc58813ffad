SELECT coalesce(currency, 'none') AS currency, count(*) AS open_holds, sum(amount) AS amount
FROM m2m_fund_holds
WHERE released_at IS NULL
GROUP BY 1
ORDER BY 1
