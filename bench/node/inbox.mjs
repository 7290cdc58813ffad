// Shared by both Node handlers: M2M's documented checks, and the INSERT that makes the 200 durable.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import pg from 'pg';

const pool = new pg.Pool({ max: 10 }); // PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE

const IDENTITY = {
  'link.created': 'linkId',
  'link.opened': 'linkId',
  'user.data_request': 'dataRequestId',
  'operation.created': 'operationId',
  'operation.cancelled': 'operationId',
};

function isSigned(timestamp, signature, body) {
  const expected = createHmac('sha256', process.env.M2M_WEBHOOK_SECRET)
    .update(`${timestamp}.`)
    .update(body)
    .digest();
  const claimed = Buffer.from(String(signature).replace('sha256=', ''), 'hex');
  return claimed.length === expected.length && timingSafeEqual(claimed, expected);
}

/** The status to answer: 200 once it is committed. `body` is the raw Buffer. */
export async function receive(headers, body) {
  const timestamp = headers['x-m2m-timestamp'];
  const signature = headers['x-m2m-signature'];
  if (!isSigned(timestamp, signature, body)) {
    return 401;
  }
  const { event, data } = JSON.parse(body);
  const id = data[IDENTITY[event]] ?? `sha256:${createHash('sha256').update(body).digest('hex')}`;
  await pool.query({
    name: 'store', // prepared once for each connection
    text: `INSERT INTO webhooks (event_key, event, signature, signed_at, body)
           VALUES ($1, $2, $3, $4, $5) ON CONFLICT (event_key) DO NOTHING`,
    values: [`${event}:${id}`, event, signature, timestamp, body],
  });
  return 200;
}
