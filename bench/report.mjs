// Writes the results as tables, as JSON and as a chart, into results/.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chart } from './chart.mjs';
import { coldReport, warmingReport } from './report-cold.mjs';
import { pairs, table, targetTable, thousands, verdict } from './tables.mjs';

const RESULTS = join(dirname(fileURLToPath(import.meta.url)), 'results');
/** The bridge's rate divided by another peer's, of peers that are steady. */
const TARGETS = [
  { bridge: 'bridge', other: 'camel', least: 7 },
  { bridge: 'bridge', other: 'express', least: 6 },
  { bridge: 'bridge', other: 'http', least: 2 },
  { bridge: 'bridge', other: 'vertx', least: 0.4 },
  { bridge: 'receiving', other: 'vertx', least: 0.6 },
];

function save(name, content) {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, name), content);
  console.log(`wrote ${relative(process.cwd(), join(RESULTS, name))}`);
}

const saveJson = (result, name) => save(`${name}.json`, `${JSON.stringify(result, null, 1)}\n`);

function facts({ machine: m, settings: s }) {
  return `${m.cores} cores (${m.cpu}), ${m.memoryGigabytes} GB; one core computes ${thousands(m.hmacsPerSecond)} HMACs of 1,000 bytes and reads ${
    thousands(m.jsonParsesPerSecond)} JSON bodies a second (Node); PostgreSQL ${m.postgresql.server_version.split(' ')[0]} with fsync ${
    m.postgresql.fsync} and synchronous_commit ${m.postgresql.synchronous_commit}, one commit takes ${m.commitMilliseconds} ms; ${
    m.java}; Node ${m.node}; ${m.wrk}. ${s.connections} connections, ${s.rounds} rounds of ${s.seconds} s. Between the turns other processes used ${
    Math.round(100 * Math.min(...m.usedByOthers))} to ${Math.round(100 * Math.max(...m.usedByOthers))} % of the CPU.`;
}

function warmed({ steady, seconds, slices }) {
  return steady ? `${seconds}` : `never in ${seconds}: last ${slices.slice(-3).map(thousands).join(', ')}`;
}

function peerRow({ label, steady: p }) {
  const l = p.light;
  return [label, thousands(p.rate), `${thousands(p.rateMin)}–${thousands(p.rateMax)}`, p.p50, p.p99, thousands(p.duplicatesRate),
    `${l.p50} / ${l.p95} / ${l.p99}`, l.p99Worst, p.not200, p.residentMegabytes, p.startSeconds, warmed(p.warming)];
}

const HEADER = ['', 'durable webhooks/s', 'min–max', 'p50 ms', 'p99 ms', 'with 10 % duplicates', 'p50 / p95 / p99 ms at RATE/s',
  'p99 ms of the worst round', 'not 200 or no answer', 'resident MB', 'first 200 after s', 'steady after s of load'];

const steadyTable = ({ peers, settings }) =>
  table(HEADER.map((cell) => cell.replace('RATE', settings.rate)), peers.map(peerRow));

function dispatch({ label, steady: p }, { rate }) {
  return `${label}: ${thousands(p.dispatchedMeanwhile)} events/s dispatched while it received all it could, ${
    thousands(p.drainRate)} events/s afterwards with their real effects; ${
    thousands(p.dispatchedAtHalf)} events/s while it received ${thousands(p.halfRate)} webhooks/s; ${
    thousands(p.backlogAtLightLoad)} were left when the last of ${rate} a second had been answered; at 20 events/s from insert to effects ${
    p.idleDispatch.p50} ms (median), ${p.idleDispatch.p95} ms (p95).`;
}

/** Why a target is missed whatever the figures are; undefined if these peers are steady. */
function unsteady(...peers) {
  const labels = peers.filter(({ steady }) => !steady.warming.steady).map(({ label }) => label);
  return labels.length > 0 ? `${labels.join(' and ')} never became steady` : undefined;
}

/** The ratio of the medians, and the lowest of a round. */
function ratioRow(bridge, other) {
  const ratio = bridge.steady.rate / other.steady.rate;
  const worst = Math.min(...bridge.rounds.steady.load.map(({ rate }, round) => rate / other.rounds.steady.load[round].rate));
  const target = TARGETS.find((each) => each.bridge === bridge.name && each.other === other.name);
  const why = unsteady(bridge, other);
  return [`${bridge.label} ÷ ${other.label}`, ratio.toFixed(2), worst.toFixed(2),
    ...(target ? [`≥ ${target.least}`, verdict(ratio >= target.least, why)] : ['', why ?? ''])];
}

function ratios(peers) {
  const rows = pairs(peers).map(([bridge, other]) => ratioRow(bridge, other));
  return rows.length > 0 ? `${targetTable(rows)}\n` : '';
}

/** Dispatch at half load, divided by dispatch of a backlog. */
function halfRow(peer) {
  const ratio = peer.steady.dispatchedAtHalf / peer.steady.drainRate;
  return [`${peer.label}: dispatch at half load ÷ dispatch of a backlog`, ratio.toFixed(2), '', '≥ 0.7',
    verdict(ratio >= 0.7, unsteady(peer))];
}

function steadyReport(result) {
  const dispatching = result.peers.filter(({ steady }) => steady.idleDispatch);
  const halves = dispatching.length > 0 ? `${targetTable(dispatching.map(halfRow))}\n` : '';
  return [steadyTable(result), ratios(result.peers), halves, ...dispatching.map((p) => `${dispatch(p, result.settings)}\n`)].join('\n\n');
}

export function report(result, name) {
  const [{ cold, warming, steady }] = result.peers;
  console.log(`\n${facts(result)}\n`);
  if (cold) {
    console.log(coldReport(result));
  }
  if (warming) {
    console.log(warmingReport(result));
  }
  if (steady) {
    console.log(steadyReport(result));
    save(`${name}.svg`, chart(result));
  }
  saveJson(result, name);
}

/** What two sides have in common: the tables of both, and a ratio of each figure. */
function pairReport(result, name, compare) {
  const [first, second] = result.peers;
  console.log(`\n${facts(result)}\n\n${steadyTable(result)}\n\n${dispatch(first, result.settings)}\n\n${dispatch(second, result.settings)}\n`);
  console.log(`${compare((key) => second.steady[key] / first.steady[key])}\n`);
  saveJson(result, name);
}

export function nodesReport(result, name) {
  const [one, more] = result.peers;
  pairReport(result, name, (of) => {
    const ratio = (key) => (of(key) ? of(key).toFixed(2) : 'not known');
    const cpu = ({ label, steady: { cpuMicros } }) =>
      `${label}: ${cpuMicros.own} µs of CPU for each webhook, and ${cpuMicros.database} µs PostgreSQL's.`;
    return `${more.label} ÷ ${one.label}: receiving ${ratio('rate')}, with duplicates ${ratio('duplicatesRate')}, dispatch while receiving ${
      ratio('dispatchedMeanwhile')}, dispatch afterwards ${ratio('drainRate')}.\n\n${cpu(one)}\n\n${cpu(more)}`;
  });
}

export function oldRowsReport(result, name) {
  pairReport(result, name, (of) => {
    const loss = (key) => (of(key) ? `${(100 * (1 - of(key))).toFixed(1)} %` : 'not known');
    return `The loss by ${thousands(result.settings['old-rows'])} old rows: receiving ${loss('rate')}, with duplicates ${
      loss('duplicatesRate')}, dispatch (claiming and effects) ${loss('drainRate')}.`;
  });
}
