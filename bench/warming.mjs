// Measures fresh processes after some seconds of full load: what a peer reaches soon.
import { othersBusy } from './machine.mjs';
import { light, load, loadOnce } from './measure.mjs';
import { settings } from './options.mjs';
import { highest, lowest, rounded } from './statistics.mjs';

export const WARMING_SECONDS = 20;
const SLICE_SECONDS = 5;

/** All that wrk can send, and the latency at light load. */
async function afterWarming(peer) {
  await peer.clean();
  await peer.start();
  try {
    for (let loaded = 0; loaded < WARMING_SECONDS; loaded += SLICE_SECONDS) {
      await loadOnce(peer, SLICE_SECONDS, { longestDrain: 2 });
    }
    const full = await load(peer, settings.seconds);
    return { load: full, light: await light(peer, settings.rate, settings.seconds) };
  } finally {
    await peer.kill();
  }
}

/** Measures the peers in turns. No other peer runs meanwhile. */
export async function measureWarming(peers, busy) {
  peers.forEach((peer) => (peer.results.warming = []));
  for (let round = 0; round < settings.rounds; round++) {
    busy.push(await othersBusy());
    for (let i = 0; i < peers.length; i++) {
      const peer = peers[(i + round) % peers.length];
      const result = await afterWarming(peer);
      peer.results.warming.push(result);
      console.log(`round ${round + 1} after ${WARMING_SECONDS} s of load ${peer.label}: ${rounded(result.load.rate, 0)} req/s, p99 ${
        rounded(result.light.p99)} ms at ${settings.rate}/s`);
    }
  }
}

/** The medians and the worst round. */
export const warmingSummary = ({ results: { warming } }) => ({
  rate: lowest(warming.map((result) => result.load.rate), 0),
  p99: highest(warming.map((result) => result.light.p99)),
});
