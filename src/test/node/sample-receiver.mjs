// A receiver as M2M's pages sketch it: bare Node, all its state in memory. What it gets wrong is on purpose.
// GET /state tells what it believes. It listens on any port of this machine, and prints it.
import { createHmac, timingSafeEqual } from 'node:crypto';
import http from 'node:http';

const SECRET = process.env.M2M_WEBHOOK_SECRET;
const API_KEY = process.env.M2M_API_KEY;

const seen = new Set();
const effects = {};
const open = new Map();
let heldInAll = 0;

function isSigned(headers, body) {
  const expected = createHmac('sha256', SECRET).update(`${headers['x-m2m-timestamp']}.${body}`).digest('hex');
  // Throws where the lengths differ.
  return timingSafeEqual(Buffer.from(headers['x-m2m-signature'].replace('sha256=', '')), Buffer.from(expected));
}

async function reply({ replyEndpoint, referenceId, requiredFields }) {
  if (requiredFields.includes('name.secondName')) {
    await fetch(replyEndpoint, {
      method: 'PUT',
      headers: { 'X-API-Key': API_KEY, 'Content-Type': 'application/json' },
      body: JSON.stringify({ referenceId, userData: { name: { secondName: 'Sample' } } }),
    });
  }
}

async function work(event) {
  const key = `${event.event}-${event.data.linkId}-${event.timestamp}`;
  if (seen.has(key)) {
    return;
  }
  seen.add(key);
  const { operationId, amount } = event.data;
  if (event.event === 'operation.created') {
    effects[operationId] = (effects[operationId] ?? 0) + 1;
    heldInAll += amount.send + amount.fee;
    open.set(operationId, amount.send + amount.fee);
  } else if (event.event === 'operation.cancelled') {
    heldInAll -= open.get(operationId) ?? 0;
    open.delete(operationId);
  } else if (event.event === 'user.data_request') {
    await reply(event.data);
  }
}

const server = http.createServer((req, res) => {
  if (req.url === '/state') {
    res.end(JSON.stringify({ effects, open: [...open.keys()], heldInAll }));
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
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
