// Measures processes that are warm: each is loaded until it is steady, and then all are measured in turns.
import { othersBusy } from './machine.mjs';
import { light, load, loadOnce } from './measure.mjs';
import { settings } from './options.mjs';
import { isSteady, median, rounded } from './statistics.mjs';

const SLICE_SECONDS = 5;

async function turn(peer, what) {
  peer.resume();
  try {
    return await what(peer);
  } finally {
    peer.pause();
  }
}

/** Full load until three slices in a row are alike, or for --warm seconds. */
async function warm(peer) {
  const slices = [];
  let seconds = 0;
  while (!isSteady(slices) && seconds < settings.warm - 0.5) {
    const slice = await loadOnce(peer, SLICE_SECONDS, { longestDrain: Math.min(SLICE_SECONDS, settings.drain) });
    seconds += slice.seconds;
    if (!slice.wrapped) {
      slices.push(slice.rate);
    }
  }
  peer.warming = { steady: isSteady(slices), seconds: rounded(seconds, 0), slices: slices.map((rate) => rounded(rate, 0)) };
  console.log(`${peer.label} ${peer.warming.steady ? 'is steady' : 'is not steady'} after ${peer.warming.seconds} s of load: ${
    peer.warming.slices.join(', ')} req/s`);
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

const PHASES = {
  load: (peer) => load(peer, settings.seconds),
  light: (peer) => light(peer, settings.rate, settings.seconds),
  duplicates: (peer) => load(peer, settings.seconds, { duplicates: 0.1 }),
  // Half of the webhooks that the peer stored under full load: dispatch has the rest of the machine.
  half: (peer) => load(peer, settings.seconds, { rate: peer.results.steady.load.at(-1).rate / 2 }),
};

/** Each peer must be started and paused. */
export async function measureSteady(peers, busy) {
  for (const peer of peers) {
    await turn(peer, warm);
    peer.results.steady = {};
    Object.keys(PHASES).forEach((phase) => (peer.results.steady[phase] = []));
  }
  for (let round = 0; round < settings.rounds; round++) {
    for (const [phase, what] of Object.entries(PHASES)) {
      busy.push(await othersBusy());
      const measured = peers.filter((peer) => phase !== 'half' || peer.dispatches);
      for (let i = 0; i < measured.length; i++) {
        const peer = measured[(i + round) % measured.length]; // each is first, last, and after each other in its turn
        const result = await turn(peer, what);
        peer.results.steady[phase].push(result);
        console.log(`round ${round + 1} ${phase} ${peer.label}: ${
          phase === 'light' ? `p99 ${rounded(result.p99)} ms` : `${rounded(result.rate, 0)} req/s`}${
          result.drainRate ? `, then ${rounded(result.drainRate, 0)} events/s dispatched` : ''}`);
      }
    }
  }
  for (const peer of peers.filter((p) => p.dispatches)) {
    peer.results.steady.idle = await turn(peer, idleDispatch);
  }
}

/** The medians, and the worst where it says so. */
export function steadySummary(peer) {
  const { load: full, light: lights, duplicates, half, idle } = peer.results.steady;
  const of = (list, key, digits) => rounded(median(list.map((result) => result[key])), digits);
  const rates = full.map((result) => result.rate);
  const all = [...full, ...lights, ...duplicates, ...half];
  const dispatched = (list) => (peer.dispatches ? rounded(median(list.map((r) => (r.answered - r.backlog) / r.seconds)), 0) : undefined);
  return {
    warming: peer.warming,
    startSeconds: rounded(peer.startSeconds, 2),
    rate: of(full, 'rate', 0),
    rateMin: rounded(Math.min(...rates), 0),
    rateMax: rounded(Math.max(...rates), 0),
    p50: of(full, 'p50'),
    p99: of(full, 'p99'),
    duplicatesRate: of(duplicates, 'rate', 0),
    light: {
      ...Object.fromEntries(['p50', 'p95', 'p99', 'senderLate99'].map((key) => [key, of(lights, key)])),
      p99Worst: rounded(Math.max(...lights.map((result) => result.p99))),
    },
    cpuMicros: { own: of(full, 'cpuOwn', 0), database: of(full, 'cpuDatabase', 0) },
    not200: all.reduce((sum, result) => sum + result.non200 + (result.broken ?? 0), 0),
    residentMegabytes: of(full, 'resident', 0),
    drainRate: of(full, 'drainRate', 0),
    backlogAtLightLoad: peer.dispatches ? of(lights, 'backlog', 0) : undefined,
    dispatchedMeanwhile: dispatched(full),
    halfRate: of(half, 'rate', 0),
    dispatchedAtHalf: dispatched(half),
    idleDispatch: idle && { p50: rounded(idle.p50), p95: rounded(idle.p95) },
  };
}
