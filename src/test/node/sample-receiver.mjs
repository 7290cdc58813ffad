// A receiver as M2M's pages sketch it: bare Node, all its state in memory. What it gets wrong is on purpose.
// GET /state tells what it holds, in the form that the simulator's --compare reads. It listens on this machine,
// at PORT or else at any port, and prints it.
import { createHmac, timingSafeEqual } from 'node:crypto';
import http from 'node:http';

const SECRET = process.env.M2M_WEBHOOK_SECRET;
const API_KEY = process.env.M2M_API_KEY;

const seen = new Set();
const events = [];
const operations = new Map();
const holds = [];

function isSigned(headers, body) {
  const expected = createHmac('sha256', SECRET).update(`${headers['x-m2m-timestamp']}.${body}`).digest('hex');
  // Throws where the lengths differ.
  return timingSafeEqual(Buffer.from(headers['x-m2m-signature'].replace('sha256=', '')), Buffer.from(expected));
}

const USER = {
  'name.firstName': 'Ana',
  'name.secondName': 'Sample',
  'name.lastName': 'Sample',
  'name.secondLastName': 'Sample',
  idNumber: 'SAMPLE0000',
  idType: 'CURP',
  dob: '1990-05-15',
};

async function reply({ replyEndpoint, referenceId, requiredFields }) {
  const userData = { name: {} };
  for (const field of requiredFields.filter((name) => name in USER)) {
    const [group, name] = field.split('.');
    (name ? userData.name : userData)[name ?? group] = USER[field];
  }
  await fetch(replyEndpoint, {
    method: 'PUT',
    headers: { 'X-API-Key': API_KEY, 'Content-Type': 'application/json' },
    body: JSON.stringify({ referenceId, userData }),
  });
}

async function work({ event, timestamp, data }) {
  const key = `${event}-${data.linkId}-${timestamp}`;
  if (seen.has(key)) {
    return;
  }
  seen.add(key);
  events.push({ key: `${event}:${data.dataRequestId ?? data.operationId ?? data.linkId}` });
  const { operationId, amount } = data;
  if (event === 'operation.created') {
    operations.set(operationId, { operationId, status: 'created', amount: amount.send, fee: amount.fee });
    holds.push({ operationId, amount: (amount.send + amount.fee).toFixed(2), released: false });
  } else if (event === 'operation.cancelled') {
    operations.set(operationId, { ...operations.get(operationId), operationId, status: 'cancelled' });
    const hold = holds.find((each) => each.operationId === operationId);
    if (hold) {
      hold.released = true;
    }
  } else if (event === 'user.data_request') {
    await reply(data);
  }
}

const server = http.createServer((req, res) => {
  if (req.url === '/state') {
    res.end(JSON.stringify({ events, operations: [...operations.values()], holds }));
    return;
  }
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', async () => {
    const body = Buffer.concat(chunks).toString();
    if (!isSigned(req.headers, body)) {
      res.writeHead(401).end('Invalid signature');
      return;
    }
    res.writeHead(200).end('OK');
    await work(JSON.parse(body));
  });
});
server.listen(process.env.PORT ?? 0, '127.0.0.1', () => console.log(server.address().port));
