// The benchmark: starts the peers, measures them in turns, and reports. Run it by ./run.
import { mkdirSync, rmSync } from 'node:fs';
import { coldSummary, measureCold } from './cold.mjs';
import * as database from './database.mjs';
import { machine } from './machine.mjs';
import { interrupted } from './measure.mjs';
import { out, parts, settings } from './options.mjs';
import { chosen } from './peers.mjs';
import { nodesReport, oldRowsReport, report } from './report.mjs';
import { WORK } from './running.mjs';
import { measureSteady, steadySummary } from './steady.mjs';
import { rounded } from './statistics.mjs';
import { measureWarming, warmingSummary } from './warming.mjs';

const peers = chosen();
const { client: admin, facts } = await database.server();
console.log(`PostgreSQL: ${Object.entries(facts).map(([name, value]) => `${name} ${value}`).join(', ')}`);
rmSync(WORK, { recursive: true, force: true });
mkdirSync(WORK, { recursive: true });

async function stopAll() {
  for (const peer of peers) {
    await peer.stop(admin).catch((e) => console.error(e.message));
  }
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // A signal may come twice: to the whole process group, and from ./run.
  process.on(signal, () => {
    if (!interrupted.signal.aborted) {
      interrupted.abort();
      stopAll().finally(() => process.exit(1));
    }
  });
}

/** All run from here on; each is paused but for its turns. */
async function startAll() {
  for (const peer of peers) {
    await peer.clean();
    await peer.start();
    if (peer.keepsRows) {
      await database.fillOldRows(peer.client, settings['old-rows']);
    }
    peer.pause();
    console.log(`started ${peer.label}: the first 200 after ${rounded(peer.startSeconds, 2)} s`);
  }
}

const PARTS = {
  cold: { measure: measureCold, summary: coldSummary },
  warming: { measure: measureWarming, summary: warmingSummary },
  steady: {
    async measure(all, busy) {
      await startAll();
      await measureSteady(all, busy);
    },
    summary: steadySummary,
  },
};

const summary = (peer) => ({
  name: peer.name,
  label: peer.label,
  isBridge: peer.isBridge,
  javaVersion: peer.javaVersion,
  javaOptions: peer.javaOptions,
  ...Object.fromEntries(parts.map((part) => [part, PARTS[part].summary(peer)])),
  rounds: peer.results,
});

/** What writes the report, and the name of its files. */
function reportOf() {
  if (settings['old-rows'] > 0) {
    return [oldRowsReport, 'old-rows'];
  }
  return settings.nodes > 1 ? [nodesReport, 'nodes'] : [report, 'benchmark'];
}

try {
  const capability = await machine(admin, facts);
  const busy = [];
  for (const peer of peers) {
    await peer.create(admin);
  }
  for (const part of parts) {
    await PARTS[part].measure(peers, busy);
  }
  const result = {
    settings,
    machine: { ...capability, usedByOthers: busy.map((share) => rounded(share, 2)) },
    peers: peers.map(summary),
  };
  const [write, name] = reportOf();
  write(result, out ?? name);
} catch (e) {
  console.error(`bench: ${interrupted.signal.aborted ? 'interrupted' : e.message}`);
  process.exitCode = 1;
} finally {
  await stopAll();
  await admin.end();
}
