// The benchmark: starts the peers, warms them, measures them in turns, and reports. Run it by ./run.
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import * as database from './database.mjs';
import { PEERS, Running, sleep, WORK } from './peers.mjs';
import { nodesReport, oldRowsReport, report } from './report.mjs';
import { writeRequests } from './webhooks.mjs';

const interrupted = new AbortController();
const run = (command, args, options) => promisify(execFile)(command, args, { signal: interrupted.signal, ...options });
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '10' },
    warm: { type: 'string', default: '15' },
    connections: { type: 'string', default: '64' },
    rate: { type: 'string', default: '500' },
    drain: { type: 'string', default: '120' },
    only: { type: 'string', default: Object.keys(PEERS).join(',') },
    'old-rows': { type: 'string', default: '0' },
    nodes: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});
const { only, out, 'old-rows': oldRowsText, nodes: nodesText, ...numbers } = values;
const settings = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number(value)]));
const oldRows = Number(oldRowsText);
const nodes = Number(nodesText);

/** How much of the CPU others use now that every peer is paused, 0 to 1: a machine that isn't quiet measures badly. */
async function othersBusy() {
  const times = () => os.cpus().map(({ times: t }) => [t.idle, t.user + t.nice + t.sys + t.irq]);
  const before = times();
  await sleep(1000);
  const [idle, busy] = [0, 1].map((k) => times().reduce((sum, cpu, i) => sum + cpu[k] - before[i][k], 0));
  return busy / (busy + idle);
}
const busy = [];

const median = (list) => {
  const sorted = list.filter((value) => value !== undefined).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const rounded = (value, digits = 1) => (Number.isFinite(value) ? Number(value.toFixed(digits)) : undefined);

/** Rows that this measurement stored, once none is under way any more; dispatch may be, for longer than the run has time. */
async function storedRows(peer) {
  for (let last = -1; ; await sleep(500)) {
    const rows = await peer.rows();
    if (rows === last && (peer.dispatches || (await peer.isIdle()))) {
      return rows;
    }
    last = rows;
  }
}

/** Waits until dispatch has done what is stored; how fast it did, where there was enough of it to tell. */
async function drain(peer) {
  const first = await peer.backlog();
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  while (first > 0 && seconds() < settings.drain && (await peer.hasBacklog())) {
    await sleep(250);
  }
  const took = seconds();
  const left = first > 0 ? await peer.backlog() : 0;
  if (left > 0) {
    console.log(`  ${peer.label}: ${left} of ${first} events are not dispatched after ${settings.drain} s; erased.`);
  }
  return first >= 500 ? (first - left) / took : undefined;
}

/** All that wrk can send for some seconds; every 200 must be a row, and no other row may be there. */
async function load(peer, seconds, duplicates = 0) {
  for (;;) {
    const urls = peer.urls();
    const files = urls.map((url, i) => join(WORK, `requests-${i}`));
    const count = Math.ceil(((peer.guess ?? 4000) * 1.5 * seconds) / urls.length) + 2000;
    const distinctOf = files.map((file) => writeRequests(file, count, duplicates));
    await peer.clean();
    const before = await peer.cpu();
    const ports = urls.map((url) => new URL(url).port).join();
    const { stdout } = await run('wrk', [`-t${urls.length}`, `-c${settings.connections}`, `-d${seconds}s`, '--timeout', '10s',
      '-s', 'wrk.lua', urls[0], '--', ...files], { env: { ...process.env, BENCH_PORTS: ports } });
    files.forEach((file) => rmSync(file));
    const result = JSON.parse(stdout.split('\n').find((line) => line.startsWith('{')));
    const distinct = result.sentBy.reduce((sum, sent, i) => sum + distinctOf[i][sent], 0);
    result.answered -= result.non200;
    result.rate = result.answered / result.seconds;
    const after = await peer.cpu();
    result.cpuOwn = ((after.own - before.own) * 1000) / result.answered;
    result.cpuDatabase = ((after.database - before.database) * 1000) / result.answered;
    result.resident = peer.residentMegabytes();
    result.backlog = await peer.backlog();
    result.drainRate = await drain(peer);
    peer.guess = Math.max(peer.guess ?? 0, result.rate * (result.wrapped ? 2 : 1));
    if (result.wrapped) {
      continue; // it was faster than thought: again, with more requests
    }
    const rows = await storedRows(peer);
    // wrk ends without the last answers: for each connection, the last webhook may be a row or not.
    if (rows > distinct || rows < distinct - (result.sent - result.answered)) {
      throw new Error(`${peer.label}: ${result.answered} answered 200, ${distinct} different ones sent, but ${rows} rows`);
    }
    await checkStates(peer);
    return result;
  }
}

async function checkStates(peer) {
  if (peer.isBridge) {
    const bad = await peer.number(`SELECT count(*) FROM m2m_deliveries WHERE state IN ('quarantined', 'dead')`);
    if (bad > 0) {
      throw new Error(`${peer.label}: ${bad} events are in quarantine or dead`);
    }
  }
}

/** A fixed rate, sent whether or not answers come; each 200 must be a row. */
async function light(peer, rate, seconds) {
  await peer.clean();
  const { stdout } = await run('node', ['rate.mjs', peer.urls().join(), String(rate), String(seconds)]);
  const result = JSON.parse(stdout);
  result.backlog = await peer.backlog();
  await drain(peer);
  const rows = await storedRows(peer);
  if (rows < result.answered || rows > result.answered + result.non200 + result.broken) {
    throw new Error(`${peer.label}: ${result.answered} answered 200, but ${rows} rows`);
  }
  return result;
}

/** From the insert to the effects (where an event has none, to its end), at 20 events a second. */
async function idleDispatch(peer) {
  await light(peer, 20, 15);
  const { rows } = await peer.client.query(`
    SELECT percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (
      ORDER BY extract(epoch FROM coalesce(effects_at, processed_at) - received_at) * 1000) AS p
    FROM m2m_deliveries WHERE id > ${peer.baseId}`);
  return { p50: rows[0].p[0], p95: rows[0].p[1] };
}

async function turn(peer, what) {
  peer.resume();
  try {
    return await what(peer);
  } finally {
    peer.pause();
  }
}

const PHASES = {
  load: (peer) => load(peer, settings.seconds),
  light: (peer) => light(peer, settings.rate, settings.seconds),
  duplicates: (peer) => load(peer, settings.seconds, 0.1),
};

async function measure(peers) {
  for (const peer of peers) {
    await turn(peer, async () => {
      for (let warmed = 0; warmed < settings.warm; warmed += 5) {
        await load(peer, Math.min(5, settings.warm - warmed));
      }
    });
    console.log(`warmed ${peer.label}`);
  }
  for (let round = 0; round < settings.rounds; round++) {
    for (const [phase, what] of Object.entries(PHASES)) {
      busy.push(await othersBusy());
      for (let i = 0; i < peers.length; i++) {
        const peer = peers[(i + round) % peers.length]; // each is first, last, and after each other in its turn
        const result = await turn(peer, what);
        peer.results[phase].push(result);
        console.log(`round ${round + 1} ${phase} ${peer.label}: ${
          phase === 'light' ? `p99 ${rounded(result.p99)} ms` : `${rounded(result.rate, 0)} req/s`}${
          result.drainRate ? `, then ${rounded(result.drainRate, 0)} events/s dispatched` : ''}`);
      }
    }
  }
  for (const peer of peers.filter((p) => p.dispatches)) {
    peer.results.idle = await turn(peer, idleDispatch);
  }
}

function summary(peer) {
  const { load, light, duplicates, idle } = peer.results;
  const of = (list, key, digits) => rounded(median(list.map((result) => result[key])), digits);
  const rates = load.map((result) => result.rate);
  const all = [...load, ...light, ...duplicates];
  return {
    name: peer.name,
    label: peer.label,
    rate: of(load, 'rate', 0),
    rateMin: rounded(Math.min(...rates), 0),
    rateMax: rounded(Math.max(...rates), 0),
    p50: of(load, 'p50'),
    p99: of(load, 'p99'),
    duplicatesRate: of(duplicates, 'rate', 0),
    light: { p50: of(light, 'p50'), p95: of(light, 'p95'), p99: of(light, 'p99'), senderLate99: of(light, 'senderLate99') },
    cpuMicros: { own: of(load, 'cpuOwn', 0), database: of(load, 'cpuDatabase', 0) },
    not200: all.reduce((sum, result) => sum + result.non200 + (result.broken ?? 0), 0),
    residentMegabytes: of(load, 'resident', 0),
    startSeconds: rounded(peer.startSeconds, 2),
    drainRate: of(load, 'drainRate', 0),
    backlogAtLightLoad: peer.dispatches ? of(light, 'backlog', 0) : undefined,
    dispatchedMeanwhile: peer.dispatches ? rounded(median(load.map((r) => (r.answered - r.backlog) / r.seconds)), 0) : undefined,
    idleDispatch: idle && { p50: rounded(idle.p50), p95: rounded(idle.p95) },
    rounds: peer.results,
  };
}

const version = async (command, ...args) => {
  const { stdout, stderr } = await run(command, args).catch((e) => e);
  return `${stdout}${stderr}`.split('\n').find((line) => !line.startsWith('Picked up')).trim();
};

async function machine(admin, facts) {
  return {
    date: new Date().toISOString(),
    cores: os.cpus().length,
    cpu: os.cpus()[0].model,
    memoryGigabytes: Math.round(os.totalmem() / 2 ** 30),
    kernel: os.release(),
    java: await version('java', '-version'),
    javaOptions: process.env.JAVA_TOOL_OPTIONS ?? '',
    node: process.version,
    wrk: (await version('wrk', '-v')).split(' [')[0],
    postgresql: facts,
    commitMilliseconds: rounded(await database.commitMillis(admin), 2),
    usedByOthers: busy.map((share) => rounded(share, 2)),
    bridgeCommit: await version('git', 'rev-parse', '--short', 'HEAD'),
  };
}

function chosen() {
  if (oldRows > 0) {
    const { bridge } = PEERS;
    return [
      new Running('empty', { ...bridge, label: 'with an empty table' }),
      new Running('old', { ...bridge, label: `with ${oldRows} old rows`, keepsRows: true }),
    ];
  }
  if (nodes > 1) {
    const { bridge } = PEERS;
    return [
      new Running('one', { ...bridge, label: 'one node', senders: nodes }),
      new Running('nodes', { ...bridge, label: `${nodes} nodes`, senders: nodes, count: nodes }),
    ];
  }
  return only.split(',').map((name) => {
    if (!PEERS[name]) {
      console.error(`bench: there is no peer ${name}; there are ${Object.keys(PEERS).join(', ')}.`);
      process.exit(2);
    }
    return new Running(name, PEERS[name]);
  });
}

const peers = chosen();
const { client: admin, facts } = await database.server();
console.log(`PostgreSQL: ${Object.entries(facts).map(([name, value]) => `${name} ${value}`).join(', ')}`);
rmSync(WORK, { recursive: true, force: true });
mkdirSync(WORK, { recursive: true });
const stopAll = async () => {
  for (const peer of peers) {
    await peer.stop(admin).catch((e) => console.error(e.message));
  }
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    interrupted.abort();
    stopAll().finally(() => process.exit(1));
  });
}
try {
  for (const peer of peers) {
    await peer.start(admin);
    if (peer.keepsRows) {
      await database.fillOldRows(peer.client, oldRows);
    }
    peer.pause();
    console.log(`started ${peer.label}: the first 200 after ${rounded(peer.startSeconds, 2)} s`);
  }
  await measure(peers);
  const result = { settings: { ...settings, oldRows, nodes }, machine: await machine(admin, facts), peers: peers.map(summary) };
  const [write, name] = oldRows > 0 ? [oldRowsReport, 'old-rows'] : nodes > 1 ? [nodesReport, 'nodes'] : [report, 'benchmark'];
  write(result, out ?? name);
} catch (e) {
  console.error(`bench: ${interrupted.signal.aborted ? 'interrupted' : e.message}`);
  process.exitCode = 1;
} finally {
  await stopAll();
  await admin.end();
}
