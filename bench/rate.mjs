// An open-loop generator: node rate.mjs <urls> <requests a second> <seconds>. It calls the urls in turn. A latency counts
// from the moment at which the request should have been sent. So a server that stalls can't hide the delay of later requests.
import http from 'node:http';
import { headers, webhooks } from './webhooks.mjs';

const [urls, rate, seconds] = [process.argv[2].split(','), Number(process.argv[3]), Number(process.argv[4])];
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const source = webhooks();
const latencies = [];
const lateness = [];
let non200 = 0;
let unanswered = 0;

function send(url, intended) {
  return new Promise((resolve) => {
    const webhook = source.next().value;
    lateness.push(performance.now() - intended);
    const request = http.request(url, { method: 'POST', agent, headers: headers(webhook) }, (response) => {
      response.resume();
      response.on('end', () => {
        latencies.push(performance.now() - intended);
        non200 += response.statusCode === 200 ? 0 : 1;
        resolve();
      });
    });
    request.on('error', () => resolve((unanswered += 1)));
    request.end(webhook.body);
  });
}

const total = rate * seconds;
const answers = [];
const start = performance.now() + 100;
await new Promise((resolve) => {
  const tick = () => {
    for (let i = answers.length; i < total && start + (i * 1000) / rate <= performance.now(); i++) {
      answers.push(send(urls[i % urls.length], start + (i * 1000) / rate));
    }
    answers.length < total ? setTimeout(tick, 1) : resolve();
  };
  tick();
});
await Promise.all(answers);
agent.destroy();

const percentile = (values, p) => values.sort((a, b) => a - b)[Math.ceil((p / 100) * values.length) - 1];
console.log(JSON.stringify({
  answered: latencies.length - non200,
  non200,
  broken: unanswered,
  p50: percentile(latencies, 50),
  p95: percentile(latencies, 95),
  p99: percentile(latencies, 99),
  max: percentile(latencies, 100),
  senderLate99: percentile(lateness, 99),
}));
