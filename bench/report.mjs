// Writes the results as a table, as JSON and as a chart, into results/.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const RESULTS = join(dirname(fileURLToPath(import.meta.url)), 'results');
const TARGETS = [
  ['camel', 7],
  ['express', 6],
  ['http', 2],
  ['vertx', 0.4],
];

const thousands = (n) => (n === undefined ? '–' : n.toLocaleString('en-US'));
const table = (header, rows) =>
  [header, header.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

function save(name, content) {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, name), content);
  console.log(`wrote ${relative(process.cwd(), join(RESULTS, name))}`);
}

function facts({ machine: m, settings: s }) {
  return `${m.cores} cores (${m.cpu}), ${m.memoryGigabytes} GB; PostgreSQL ${m.postgresql.server_version.split(' ')[0]} with fsync ${
    m.postgresql.fsync} and synchronous_commit ${m.postgresql.synchronous_commit}, one commit takes ${m.commitMilliseconds} ms; ${
    m.java}; Node ${m.node}; ${m.wrk}. ${s.connections} connections, ${s.rounds} rounds of ${s.seconds} s, each peer warmed for ${s.warm} s. Between the turns other processes used ${Math.round(100 * Math.min(...m.usedByOthers))} to ${
    Math.round(100 * Math.max(...m.usedByOthers))} % of the CPU.`;
}

function peerRow(p) {
  const l = p.light;
  return [p.label, thousands(p.rate), `${thousands(p.rateMin)}–${thousands(p.rateMax)}`, p.p50, p.p99, thousands(p.duplicatesRate),
    `${l.p50} / ${l.p95} / ${l.p99}`, p.not200, p.residentMegabytes,
    p.startSeconds];
}

const HEADER = ['', 'durable webhooks/s', 'min–max', 'p50 ms', 'p99 ms', 'with 10 % duplicates', 'p50 / p95 / p99 ms at RATE/s',
  'not 200 or no answer', 'resident MB', 'first 200 after s'];
const header = (settings) => HEADER.map((cell) => cell.replace('RATE', settings.rate));

function dispatch(p, { rate }) {
  return `${p.label}: ${thousands(p.dispatchedMeanwhile)} events/s dispatched while it received all it could, ${
    thousands(p.drainRate)} events/s afterwards with their real effects; ${
    thousands(p.backlogAtLightLoad)} were left when the last of ${rate} a second had been answered; at 20 events/s from insert to effects ${
    p.idleDispatch.p50} ms (median), ${p.idleDispatch.p95} ms (p95).`;
}

export function report(result, name) {
  const peers = Object.fromEntries(result.peers.map((p) => [p.name, p]));
  console.log(`\n${facts(result)}\n\n${table(header(result.settings), result.peers.map(peerRow))}\n`);
  const bridges = ['bridge', 'receiving'].filter((b) => peers[b]);
  const ratios = TARGETS.filter(([other]) => peers[other] && bridges.length > 0).map(([other, target]) => {
    const cells = bridges.map((b) => (peers[b].rate / peers[other].rate).toFixed(2));
    return [`÷ ${peers[other].label}`, ...cells, `≥ ${target}`, Number(cells[0]) >= target ? 'reached' : 'missed'];
  });
  if (ratios.length > 0) {
    console.log(`${table(['', ...bridges.map((b) => peers[b].label), 'target', ''], ratios)}\n`);
  }
  result.peers.filter((p) => p.idleDispatch).forEach((p) => console.log(`${dispatch(p, result.settings)}\n`));
  save(`${name}.json`, `${JSON.stringify(result, null, 1)}\n`);
  save(`${name}.svg`, chart(result));
}

export function nodesReport(result, name) {
  const [one, more] = result.peers;
  console.log(`\n${facts(result)}\n\n${table(header(result.settings), result.peers.map(peerRow))}\n`);
  console.log(`${dispatch(one, result.settings)}\n\n${dispatch(more, result.settings)}\n`);
  const ratio = (key) => (one[key] && more[key] ? (more[key] / one[key]).toFixed(2) : 'not known');
  console.log(`${more.label} ÷ ${one.label}: receiving ${ratio('rate')}, with duplicates ${ratio('duplicatesRate')}, dispatch while receiving ${
    ratio('dispatchedMeanwhile')}, dispatch afterwards ${ratio('drainRate')}.\n`);
  result.peers.forEach((p) => console.log(`${p.label}: ${p.cpuMicros.own} µs of CPU for each webhook, and ${p.cpuMicros.database} µs PostgreSQL's.\n`));
  save(`${name}.json`, `${JSON.stringify(result, null, 1)}\n`);
}

export function oldRowsReport(result, name) {
  const [empty, old] = result.peers;
  console.log(`\n${facts(result)}\n\n${table(header(result.settings), result.peers.map(peerRow))}\n`);
  console.log(`${dispatch(empty, result.settings)}\n\n${dispatch(old, result.settings)}\n`);
  const loss = (key) => (empty[key] && old[key] ? `${(100 * (1 - old[key] / empty[key])).toFixed(1)} %` : 'not known');
  console.log(`The loss by ${thousands(result.settings.oldRows)} old rows: receiving ${loss('rate')}, with duplicates ${
    loss('duplicatesRate')}, dispatch (claiming and effects) ${loss('drainRate')}.\n`);
  save(`${name}.json`, `${JSON.stringify(result, null, 1)}\n`);
}

const escape = (text) => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);

/** Bars of the medians, with the slowest and fastest round as a line on each; its colours follow light and dark. */
function chart({ peers, settings, machine }) {
  const [left, width, row, top] = [210, 430, 34, 58];
  const rows = [...peers].sort((a, b) => b.rate - a.rate);
  const scale = (rate) => (rate * width) / Math.max(...rows.map((p) => p.rateMax));
  const height = top + rows.length * row + 34;
  const bars = rows.map((p, i) => {
    const y = top + i * row;
    const bar = scale(p.rate).toFixed(1);
    const [min, max] = [left + scale(p.rateMin), left + scale(p.rateMax)].map((x) => x.toFixed(1));
    return `<text x="${left - 10}" y="${y + 16}" text-anchor="end">${escape(p.label)}</text>
<rect class="${p.name === 'bridge' || p.name === 'receiving' ? 'ours' : 'peer'}" x="${left}" y="${y}" width="${bar}" height="22" rx="2"/>
<path class="range" d="M${min} ${y + 11}H${max}M${min} ${y + 7}v8M${max} ${y + 7}v8"/>
<text class="number" x="${Number(max) + 8}" y="${y + 16}">${thousands(p.rate)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + width + 70} ${height}" role="img" aria-labelledby="t d">
<title id="t">Durable webhooks a second</title>
<desc id="d">${escape(rows.map((p) => `${p.label}: ${thousands(p.rate)}`).join('; '))}</desc>
<style>
svg { font: 13px system-ui, sans-serif; --text: #1f2328; --quiet: #59636e; --ours: #0969da; --peer: #afb8c1; }
@media (prefers-color-scheme: dark) { svg { --text: #e6edf3; --quiet: #9198a1; --ours: #4493f8; --peer: #545d68; } }
text { fill: var(--text); } .title { font-size: 16px; font-weight: 600; } .quiet { fill: var(--quiet); font-size: 12px; }
.number { font-variant-numeric: tabular-nums; } .ours { fill: var(--ours); } .peer { fill: var(--peer); }
.range { stroke: var(--text); fill: none; }
</style>
<text class="title" x="10" y="24">Durable webhooks a second</text>
<text class="quiet" x="10" y="43">Each 200 after its commit; median of ${settings.rounds} rounds, the line from the slowest to the fastest</text>
${bars.join('\n')}
<text class="quiet" x="10" y="${height - 10}">${settings.connections} connections; ${machine.cores} cores shared with wrk and PostgreSQL ${machine.postgresql.server_version.split(' ')[0]}, fsync on</text>
</svg>
`;
}
