// An open-loop generator. It calls the urls in turn. A latency counts from the moment at which the request should have been
// sent. So a server that stalls can't hide the delay of later requests.
// With --from-first-200 it tries until the server's first 200, and sends from then on.
import http from 'node:http';
import { parseArgs } from 'node:util';
import { median, percentile } from './statistics.mjs';
import { headers, webhooks } from './webhooks.mjs';

const { values } = parseArgs({
  options: {
    urls: { type: 'string' },
    rate: { type: 'string' },
    seconds: { type: 'string' },
    connections: { type: 'string' },
    'from-first-200': { type: 'boolean', default: false },
  },
});
const urls = values.urls.split(',');
const [rate, seconds, connections] = [values.rate, values.seconds, values.connections].map(Number);
const LONGEST_START = 120000;
const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
const source = webhooks();
const latencies = [];
const medians = Array.from({ length: seconds }, () => []);
const lateness = [];
let non200 = 0;
let unanswered = 0;

/** The status of the answer; 0 without one. */
function post(url) {
  return new Promise((resolve) => {
    const webhook = source.next().value;
    const request = http.request(url, { method: 'POST', agent, headers: headers(webhook) }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    request.on('error', () => resolve(0));
    request.end(webhook.body);
  });
}

async function send(url, intended, second) {
  lateness.push(performance.now() - intended);
  const status = await post(url);
  if (status === 0) {
    unanswered += 1;
    return;
  }
  const latency = performance.now() - intended;
  latencies.push(latency);
  medians[second].push(latency);
  non200 += status === 200 ? 0 : 1;
}

/** Tries until the first 200. */
async function first200(url) {
  while ((await post(url)) !== 200) {
    if (performance.now() > LONGEST_START) {
      throw new Error(`no 200 from ${url} within ${LONGEST_START / 1000} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return performance.timeOrigin + performance.now();
}

const firstAt = values['from-first-200'] ? await first200(urls[0]) : undefined;
const total = rate * seconds;
const answers = [];
const start = performance.now() + (firstAt ? 0 : 100);
await new Promise((resolve) => {
  const tick = () => {
    for (let i = answers.length; i < total && start + (i * 1000) / rate <= performance.now(); i++) {
      answers.push(send(urls[i % urls.length], start + (i * 1000) / rate, Math.floor(i / rate)));
    }
    answers.length < total ? setTimeout(tick, 1) : resolve();
  };
  tick();
});
await Promise.all(answers);
agent.destroy();

console.log(JSON.stringify({
  firstAt,
  answered: latencies.length - non200,
  non200,
  broken: unanswered,
  p50: percentile(latencies, 50),
  p95: percentile(latencies, 95),
  p99: percentile(latencies, 99),
  max: percentile(latencies, 100),
  p50BySecond: medians.map((list) => Math.round(median(list))),
  senderLate99: percentile(lateness, 99),
}));
