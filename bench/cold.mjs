// Measures the first seconds of fresh processes on existing tables.
import { checkRows, sender } from './measure.mjs';
import { othersBusy } from './machine.mjs';
import { settings } from './options.mjs';
import { sleep } from './running.mjs';
import { highest, rounded } from './statistics.mjs';

/** Webhooks a second. */
export const COLD_RATES = [50, 200];
export const COLD_SECONDS = 8;
export const COLD_CONNECTIONS = 8;

/** A fresh process, and a fixed rate from its first 200 on. The sender is there before the process. */
async function firstSeconds(peer, rate) {
  await peer.clean();
  const node = await peer.place();
  const { process: sending, result: answers } = sender([node.url], rate, COLD_SECONDS, COLD_CONNECTIONS, '--from-first-200');
  try {
    await sleep(500);
    peer.launch(node);
    node.process.once('exit', () => sending.kill());
    const { firstAt, ...result } = await answers.catch((e) => {
      peer.checkAlive();
      throw e;
    });
    result.firstSeconds = (firstAt - node.startedAt) / 1000;
    result.backlog = await peer.backlog();
    await peer.kill();
    await checkRows(peer, result, 1);
    return result;
  } finally {
    sending.kill();
    await peer.kill();
  }
}

/** Measures the peers in turns. No other peer runs meanwhile. */
export async function measureCold(peers, busy) {
  for (const peer of peers) {
    peer.results.cold = Object.fromEntries(COLD_RATES.map((rate) => [rate, []]));
  }
  for (let round = 0; round < settings.rounds; round++) {
    busy.push(await othersBusy());
    const order = peers.map((_, i) => peers[(i + round) % peers.length]);
    for (const rate of COLD_RATES) {
      for (const peer of order) {
        const result = await firstSeconds(peer, rate);
        peer.results.cold[rate].push(result);
        console.log(`round ${round + 1} cold ${peer.label}: first 200 after ${rounded(result.firstSeconds, 2)} s; at ${rate}/s p50 ${
          rounded(result.p50)} ms, p99 ${rounded(result.p99)} ms, longest ${rounded(result.max)} ms`);
      }
    }
  }
}

/** The medians and the worst round. */
export function coldSummary({ results: { cold } }) {
  const of = (list, key, digits) => highest(list.map((result) => result[key]), digits);
  return {
    first200Seconds: of(Object.values(cold).flat(), 'firstSeconds', 2),
    atRate: COLD_RATES.map((rate) => ({
      rate,
      ...Object.fromEntries(['p50', 'p99', 'max', 'senderLate99'].map((key) => [key, of(cold[rate], key)])),
      not200: cold[rate].reduce((sum, result) => sum + result.non200 + result.broken, 0),
    })),
  };
}
