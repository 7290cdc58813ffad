INSERT INTO m2m_notices (delivery_id, run, notice, queue, cause)
VALUES (:#${variable.deliveryId}, :#${variable.run}, 'reply-rejected', 'trouble', 'its replyEndpoint is not of M2M''s origin')
ON CONFLICT (delivery_id, run, notice) DO NOTHING
