// Sends webhooks to a peer that runs, and compares what was answered with what was stored.
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { settings } from './options.mjs';
import { sleep, WORK } from './running.mjs';
import { writeRequests } from './webhooks.mjs';

/** Aborted when the benchmark is interrupted. */
export const interrupted = new AbortController();
export const run = (command, args, options) => promisify(execFile)(command, args, { signal: interrupted.signal, ...options });

/** Rows that this measurement stored, once none is under way any more; dispatch may be, for longer than the run has time. */
export async function storedRows(peer) {
  for (let last = -1; ; await sleep(500)) {
    const rows = await peer.rows();
    if (rows === last && (peer.dispatches || (await peer.isIdle()))) {
      return rows;
    }
    last = rows;
  }
}

/** Waits until dispatch has done what is stored; how fast it did, where there was enough of it to tell. */
async function drain(peer, longest) {
  const first = await peer.backlog();
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  while (first > 0 && seconds() < longest && (await peer.hasBacklog())) {
    await sleep(250);
  }
  const took = seconds();
  const left = first > 0 ? await peer.backlog() : 0;
  if (left > 0) {
    console.log(`  ${peer.label}: ${left} of ${first} events are not dispatched after ${longest} s; erased.`);
  }
  return first >= 500 ? (first - left) / took : undefined;
}

/**
 * All that wrk can send for some seconds; every 200 must be a row, and no other row may be there. If the peer was faster than
 * expected, wrk ran out of requests, and the result is `wrapped`: only its time and its rate mean something. With `rate`, it
 * sends so many a second, if the connections suffice.
 */
export async function loadOnce(peer, seconds, { duplicates = 0, longestDrain = settings.drain, rate } = {}) {
  const urls = peer.urls();
  const files = urls.map((url, i) => join(WORK, `requests-${i}`));
  const count = Math.ceil(((peer.guess ?? 4000) * 1.5 * seconds) / urls.length) + 2000;
  const distinctOf = files.map((file) => writeRequests(file, count, duplicates));
  await peer.clean();
  const before = await peer.cpu();
  const ports = urls.map((url) => new URL(url).port).join();
  const { stdout } = await run('wrk', [`-t${urls.length}`, `-c${settings.connections}`, `-d${seconds}s`, '--timeout', '10s',
    '-s', 'wrk.lua', urls[0], '--', ...files], { env: { ...process.env, BENCH_PORTS: ports, ...(rate && { BENCH_RATE: String(rate) }) } });
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
  result.drainRate = await drain(peer, longestDrain);
  peer.guess = Math.max(peer.guess ?? 0, result.rate * (result.wrapped ? 2 : 1));
  if (!result.wrapped) {
    const rows = await storedRows(peer);
    // wrk ends without the last answers: for each connection, the last webhook may be a row or not.
    if (rows > distinct || rows < distinct - (result.sent - result.answered)) {
      throw new Error(`${peer.label}: ${result.answered} answered 200, ${distinct} different ones sent, but ${rows} rows`);
    }
    await checkStates(peer);
  }
  return result;
}

/** The same, again with more requests if they ran out. */
export async function load(peer, seconds, options) {
  for (;;) {
    const result = await loadOnce(peer, seconds, options);
    if (!result.wrapped) {
      return result;
    }
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

/** Starts rate.mjs; its result comes later. */
export function sender(urls, rate, seconds, connections, ...options) {
  const sending = run('node', ['rate.mjs', '--urls', urls.join(), '--rate', String(rate), '--seconds', String(seconds),
    '--connections', String(connections), ...options]);
  const result = sending.then(({ stdout }) => JSON.parse(stdout));
  result.catch(() => {}); // it may fail before it is awaited, which then throws
  return { process: sending.child, result };
}

/** Each 200 of rate.mjs must be a row. @param before rows that were answered 200 before it counted */
export async function checkRows(peer, result, before = 0) {
  const rows = await storedRows(peer);
  const answered = result.answered + before;
  if (rows < answered || rows > answered + result.non200 + result.broken) {
    throw new Error(`${peer.label}: ${answered} answered 200, but ${rows} rows`);
  }
  await checkStates(peer);
}

/** A fixed rate, sent whether or not answers come. */
export async function light(peer, rate, seconds) {
  await peer.clean();
  const result = await sender(peer.urls(), rate, seconds, 64).result;
  result.backlog = await peer.backlog();
  await drain(peer, settings.drain);
  await checkRows(peer, result);
  return result;
}
