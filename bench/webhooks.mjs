// Makes M2M's webhooks, each with its own key and a new signature. No data requests: answering them calls M2M's API.
import { createHmac, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';

const SECRET = process.env.M2M_WEBHOOK_SECRET;

const DEVICE = {
  userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15',
  platform: 'iOS',
  language: 'en-US',
};

// Of ten webhooks: 3 link.created, 3 link.opened, 2 operation.created, 1 operation.cancelled, 1 unknown event.
const MIX = ['created', 'opened', 'operation', 'created', 'opened', 'operation', 'cancelled', 'created', 'opened', 'unknown'];

const id = () => randomBytes(6).toString('hex');

/** An endless row of { event, timestamp, signature, body }, signed as they are taken. */
export function* webhooks() {
  let link = '';
  let user = '';
  let operation = '';
  const payloads = {
    created: (at) => {
      link = `link_acme_${id()}`;
      user = `user_${id()}`;
      return ['link.created', { linkId: link, referenceId: user, url: `https://send.m2m.leapfinancial.com/${link}`,
        status: 'created', expiresAt: at, createdAt: at }];
    },
    opened: (at) => ['link.opened', { linkId: link, referenceId: user, openedAt: at, deviceInfo: DEVICE }],
    operation: (at) => {
      operation = `op_${id()}`;
      return ['operation.created', { operationId: operation, linkId: link, referenceId: user, userId: `usr_${id()}`,
        status: 'created', funding: { method: 'card', last4: '4242', bankName: 'visa' },
        payout: { method: 'bank_account' }, amount: { send: 100.25, receive: 1850.5, rate: 18.505, fee: 3.99,
          currency: { send: 'USD', receive: 'MXN' } }, createdAt: at }];
    },
    cancelled: (at) => ['operation.cancelled', { operationId: operation, linkId: link, referenceId: user,
      userId: `usr_${id()}`, status: 'cancelled', cancellationReason: 'user_requested', cancelledAt: at }],
    unknown: (at) => ['operation.completed', { operationId: operation, linkId: link, referenceId: user,
      nonce: id(), completedAt: at }],
  };
  for (let i = 0; ; i++) {
    const now = Date.now();
    const at = new Date(now).toISOString();
    const [event, data] = payloads[MIX[i % MIX.length]](at);
    const body = JSON.stringify({ event, timestamp: at, data });
    const timestamp = String(Math.floor(now / 1000));
    const signature = `sha256=${createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex')}`;
    yield { event, timestamp, signature, body };
  }
}

export const headers = ({ event, timestamp, signature }) => ({
  'Content-Type': 'application/json',
  'X-M2M-Event': event,
  'X-M2M-Timestamp': timestamp,
  'X-M2M-Signature': signature,
});

/**
 * Writes whole HTTP requests for wrk.lua, each after its length in five digits. They are on disk before it returns, so
 * that no data is written back while a peer is measured.
 * @param duplicates the share of requests that repeat one of the last 200 to 2,000, from 0 to 1
 * @returns for each number of requests, counted from the first, how many different webhooks they are
 */
export function writeRequests(file, count, duplicates) {
  const distinct = new Uint32Array(count + 1);
  const recent = [];
  const source = webhooks();
  const fd = openSync(file, 'w');
  let block = [];
  for (let i = 0; i < count; i++) {
    let request;
    if (recent.length > 200 && Math.random() < duplicates) {
      request = recent[Math.floor(Math.random() * (recent.length - 200))];
      distinct[i + 1] = distinct[i];
    } else {
      const webhook = source.next().value;
      const head = Object.entries(headers(webhook)).map(([name, value]) => `${name}: ${value}\r\n`).join('');
      request = `POST /webhooks/m2m HTTP/1.1\r\nHost: 127.0.0.1\r\n${head}Content-Length: ${webhook.body.length}\r\n\r\n${webhook.body}`;
      distinct[i + 1] = distinct[i] + 1;
      if (duplicates > 0 && recent.push(request) > 2000) {
        recent.shift();
      }
    }
    block.push(String(request.length).padStart(5, '0'), request);
    if (block.length === 4000 || i === count - 1) {
      writeSync(fd, block.join(''));
      block = [];
    }
  }
  fsyncSync(fd);
  closeSync(fd);
  return distinct;
}
