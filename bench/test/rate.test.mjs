import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import http from 'node:http';
import test from 'node:test';
import { promisify } from 'node:util';

const RATE = new URL('../rate.mjs', import.meta.url).pathname;

/** The result of rate.mjs with this server, at 50 a second for two seconds. */
async function rate(answer, ...options) {
  const server = http.createServer((request, response) => {
    request.resume();
    request.on('end', () => answer(response));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { stdout } = await promisify(execFile)(
      'node',
      [RATE, '--urls', `http://127.0.0.1:${server.address().port}/`, '--rate', '50', '--seconds', '2', '--connections', '1', ...options],
      { env: { ...process.env, M2M_WEBHOOK_SECRET: 'a secret of the test' } },
    );
    return JSON.parse(stdout);
  } finally {
    server.closeAllConnections?.();
    server.close();
  }
}

test('counts from the first 200, and leaves it out', async () => {
  let requests = 0;
  let first;
  const result = await rate((response) => {
    requests += 1;
    if (requests === 4) {
      first = Date.now();
    }
    response.writeHead(requests < 4 ? 503 : 200).end();
  }, '--from-first-200');
  assert.equal(requests, 4 + 100);
  assert.deepEqual([result.answered, result.non200, result.broken], [100, 0, 0]);
  assert.ok(Math.abs(result.firstAt - first) < 1000, `${result.firstAt} is not ${first}`);
});

test('a server that stalls delays the webhooks that should have been sent meanwhile', async () => {
  let requests = 0;
  const result = await rate((response) => {
    requests += 1;
    requests === 1 ? setTimeout(() => response.writeHead(200).end(), 1000) : response.writeHead(200).end();
  });
  assert.equal(result.answered, 100);
  assert.ok(result.max >= 990, `the first waited for ${result.max} ms`);
  // 50 of 100 were due within the stalled second, one each 20 ms: the latency of a quarter of all was half a second or more.
  assert.ok(result.p95 >= 800, `p95 is ${result.p95} ms`);
  assert.ok(result.p50BySecond[0] >= 400, `the first second's median is ${result.p50BySecond[0]} ms`);
});

test('an answer that is not 200 is counted apart', async () => {
  const result = await rate((response) => response.writeHead(503).end());
  assert.deepEqual([result.answered, result.non200], [0, 100]);
});
