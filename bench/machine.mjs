// What this machine is, and what it can do, so that runs on two machines can be compared.
import { createHmac } from 'node:crypto';
import os from 'node:os';
import * as database from './database.mjs';
import { run } from './measure.mjs';
import { sleep } from './running.mjs';
import { median, rounded } from './statistics.mjs';
import { webhooks } from './webhooks.mjs';

/** How much of the CPU others use now that every peer is paused, 0 to 1: a machine that isn't quiet measures badly. */
export async function othersBusy() {
  const times = () => os.cpus().map(({ times: t }) => [t.idle, t.user + t.nice + t.sys + t.irq]);
  const before = times();
  await sleep(1000);
  const [idle, busy] = [0, 1].map((k) => times().reduce((sum, cpu, i) => sum + cpu[k] - before[i][k], 0));
  return busy / (busy + idle);
}

/** How often one core does this in a second: the median of five stretches of 200 ms, after one that isn't counted. */
function perSecond(what) {
  const rates = Array.from({ length: 6 }, () => {
    const start = performance.now();
    let times = 0;
    while (performance.now() - start < 200) {
      for (let i = 0; i < 100; i++) {
        what();
      }
      times += 100;
    }
    return (1000 * times) / (performance.now() - start);
  });
  return rounded(median(rates.slice(1)), 0);
}

/** On one core, by Node: an HMAC-SHA256 of 1,000 bytes, and the JSON of an operation.created. */
function core() {
  const thousandBytes = Buffer.alloc(1000, 'a');
  const source = webhooks();
  let webhook = source.next().value;
  while (webhook.event !== 'operation.created') {
    webhook = source.next().value;
  }
  return {
    hmacsPerSecond: perSecond(() => createHmac('sha256', 'a secret of the machine').update(thousandBytes).digest()),
    jsonParsesPerSecond: perSecond(() => JSON.parse(webhook.body)),
  };
}

const version = async (command, ...args) => {
  const { stdout, stderr } = await run(command, args).catch((e) => e);
  return `${stdout}${stderr}`.split('\n').find((line) => !line.startsWith('Picked up')).trim();
};

/** @param facts what the database's server said of itself */
export async function machine(admin, facts) {
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
    ...core(),
    bridgeCommit: await version('git', 'rev-parse', '--short', 'HEAD'),
  };
}
