// The tables of fresh processes.
import { COLD_CONNECTIONS, COLD_RATES, COLD_SECONDS } from './cold.mjs';
import { pairs, table, targetTable, thousands, verdict } from './tables.mjs';
import { WARMING_SECONDS } from './warming.mjs';

/** In milliseconds at the highest rate, of the image's folder: `--bridge image=<folder>`. */
const IMAGE_MOST = { p50: 25, p99: 250 };
const WARMING_LEAST_OF_VERTX = 0.4;
const WARMING_MOST_P99 = 50;

const both = ({ median, worst }) => `${thousands(median)} / ${thousands(worst)}`;

function coldTable(peers) {
  const rates = COLD_RATES.flatMap((each) => [`p50 ms at ${each}/s`, `p99 ms at ${each}/s`, `longest ms at ${each}/s`]);
  const header = ['median / worst round', 'first 200 after s', ...rates, 'not 200 or no answer'];
  return table(header, peers.map(({ label, cold }) => [label, both(cold.first200Seconds),
    ...cold.atRate.flatMap(({ p50, p99, max }) => [p50, p99, max].map(both)),
    cold.atRate.reduce((sum, { not200 }) => sum + not200, 0)]));
}

const FIGURES = ['first 200', ...COLD_RATES.flatMap((rate) => [`p50 at ${rate}/s`, `p99 at ${rate}/s`])];
const figures = ({ cold }) => [cold.first200Seconds, ...cold.atRate.flatMap(({ p50, p99 }) => [p50, p99])].map(({ median }) => median);

function quotients(bridge, other) {
  const divisors = figures(other);
  return figures(bridge).map((figure, i) => figure / divisors[i]);
}

/** Below 1, the bridge is better. */
function ratios(peers) {
  const rows = pairs(peers).map(([bridge, other]) =>
    [`${bridge.label} ÷ ${other.label}`, ...quotients(bridge, other).map((ratio) => ratio.toFixed(2))]);
  return rows.length > 0 ? `${table(['of the medians', ...FIGURES], rows)}\n\n` : '';
}

const atMost = (text, { median, worst }, limit) => [text, median, worst, `≤ ${limit}`, verdict(median <= limit)];

function coldTargets(peers) {
  const camel = pairs(peers).filter(([bridge, other]) => other.name === 'camel' && bridge.name !== 'before').map(([bridge, other]) => {
    const highest = Math.max(...quotients(bridge, other));
    return [`${bridge.label} ÷ ${other.label}, the highest of these ratios`, highest.toFixed(2), '', '≤ 1', verdict(highest <= 1)];
  });
  const image = peers.filter(({ name }) => name === 'image').flatMap(({ label, cold }) => {
    const last = cold.atRate.at(-1);
    return Object.entries(IMAGE_MOST).map(([key, limit]) => atMost(`${label}: ${key} ms at ${last.rate}/s`, last[key], limit));
  });
  return camel.length + image.length > 0 ? targetTable([...camel, ...image]) : '';
}

export function coldReport({ peers }) {
  return `Fresh processes on existing tables, a fixed rate for ${COLD_SECONDS} s from the first 200 on, ${
    COLD_CONNECTIONS} connections:\n\n${coldTable(peers)}\n\n${ratios(peers)}${coldTargets(peers)}\n`;
}

function warmingTargets(peers) {
  const bridges = peers.filter(({ isBridge, name }) => isBridge && name !== 'before');
  const latencies = bridges.map(({ label, warming }) => atMost(`${label}: p99 ms`, warming.p99, WARMING_MOST_P99));
  const vertx = pairs(peers).filter(([, other]) => other.name === 'vertx').map(([bridge, other]) => {
    const most = other.warming.rate.median;
    const { median, worst } = bridge.warming.rate;
    return [`${bridge.label} ÷ ${other.label}`, (median / most).toFixed(2), (worst / most).toFixed(2), `≥ ${WARMING_LEAST_OF_VERTX}`,
      verdict(median / most >= WARMING_LEAST_OF_VERTX)];
  });
  return latencies.length > 0 ? targetTable([...vertx, ...latencies]) : '';
}

export function warmingReport({ peers, settings }) {
  const header = ['median / worst round', 'durable webhooks/s', `p99 ms at ${settings.rate}/s`];
  const rows = peers.map(({ label, warming }) => [label, both(warming.rate), both(warming.p99)]);
  return `Fresh processes after ${WARMING_SECONDS} s of load:\n\n${table(header, rows)}\n\n${warmingTargets(peers)}\n`;
}
