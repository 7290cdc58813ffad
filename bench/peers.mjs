// The servers that are measured: how each starts, and where it stores webhooks.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bridges, javaOf, javaOptionsOf, only, refuse, settings } from './options.mjs';
import { Running } from './running.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const PEERS_JAR = `${HERE}/java-peers/target/peers.jar:${HERE}/java-peers/target/lib/*`;
const SPRING = ['-jar', join(HERE, 'spring-peer/target/spring-peer.jar')];
const JAR = 'm2m-bridge.jar';

const bridge = (label, dispatches = true) => ({
  label,
  isBridge: true,
  table: 'm2m_deliveries',
  tables: 'm2m_deliveries, m2m_links, m2m_operations, m2m_fund_holds, m2m_data_requests',
  dispatches,
});

/** The bridge of this checkout, in a folder of its own. */
const packaged = (label, leaveOut = []) => ({
  ...bridge(label, leaveOut.length === 0),
  prepare(folder) {
    cpSync(join(HERE, '../routes'), join(folder, 'routes'), { recursive: true });
    leaveOut.forEach((route) => rmSync(join(folder, 'routes', `${route}.camel.yaml`)));
  },
  java: ['-jar', join(HERE, '../target', JAR)],
});

/** A bridge that was packaged elsewhere. It runs in its folder, which may be that of an image or of a checkout. */
function inFolder({ name, folder }) {
  const jar = [JAR, join('target', JAR)].find((path) => existsSync(join(folder, path)));
  if (!jar) {
    refuse(`--bridge ${name}=${folder} has no ${JAR}: package it, or name the folder that holds it.`);
  }
  const dispatches = existsSync(join(folder, 'routes/event-dispatch.camel.yaml'));
  return { ...bridge(name, dispatches), cwd: folder, java: ['-jar', jar] };
}

const peer = (label, program, tables = 'webhooks') => ({ label, table: 'webhooks', tables, ...program });

const PEERS = {
  bridge: packaged('m2m-bridge'),
  receiving: packaged('m2m-bridge, receiving only', ['event-dispatch', 'data-request-dispatch']),
  vertx: peer('raw Vert.x, group commit', { java: ['-cp', PEERS_JAR, 'io.m2mbridge.bench.RawVertx'] }),
  http: peer('Node, bare http', { node: [join(HERE, 'node/http.mjs')] }),
  express: peer('Node, Express', { node: [join(HERE, 'node/express.mjs')] }),
  camel: peer('stock Camel', { java: ['-cp', PEERS_JAR, 'org.apache.camel.main.Main'] }, 'webhooks, camel_messageprocessed'),
  spring: peer('Spring Boot', { java: SPRING }),
  spring_virtual: peer('Spring Boot, virtual threads', { java: SPRING, minimumJava: 21, env: { SPRING_THREADS_VIRTUAL_ENABLED: 'true' } }),
};

/** The major version of a `java`. */
function javaVersion(java) {
  const { stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? refuse(`${java} doesn't run.`));
}

/** With its command. Null if its java is too old for it, which is told in one sentence. */
function runnable(name, definition, names) {
  if (definition.node) {
    return { ...definition, command: ['node', ...definition.node] };
  }
  const java = javaOf(name, names);
  const version = javaVersion(java);
  if (version < definition.minimumJava) {
    console.log(`${definition.label} is left out: it needs Java ${definition.minimumJava}, and ${java} is ${version}. Set --java ${name}=<JDK>.`);
    return null;
  }
  const javaOptions = javaOptionsOf(name, names);
  const label = java === 'java' && javaOptions.length === 0 ? definition.label : `${definition.label} (${[`Java ${version}`, ...javaOptions].join(' ')})`;
  return { ...definition, label, javaVersion: version, javaOptions, command: [java, ...javaOptions, ...definition.java] };
}

/** What --nodes or --old-rows compares: two times the bridge. */
function pairOfBridges() {
  const definition = runnable('bridge', PEERS.bridge, ['bridge']);
  const { nodes, 'old-rows': oldRows } = settings;
  return oldRows > 0
    ? [
      new Running('empty', { ...definition, label: 'with an empty table' }),
      new Running('old', { ...definition, label: `with ${oldRows} old rows`, keepsRows: true }),
    ]
    : [
      new Running('one', { ...definition, label: 'one node', senders: nodes }),
      new Running('nodes', { ...definition, label: `${nodes} nodes`, senders: nodes, count: nodes }),
    ];
}

/** The peers that the options ask for. */
export function chosen() {
  if (settings['old-rows'] > 0 || settings.nodes > 1) {
    return pairOfBridges();
  }
  const taken = bridges.find(({ name }) => PEERS[name]);
  if (taken) {
    refuse(`--bridge ${taken.name}=${taken.folder}: there is a peer of that name already.`);
  }
  const all = { ...PEERS, ...Object.fromEntries(bridges.map((each) => [each.name, inFolder(each)])) };
  const names = Object.keys(all);
  const wanted = only?.split(',') ?? names;
  const unknown = wanted.find((name) => !all[name]);
  if (unknown !== undefined) {
    refuse(`there is no peer ${unknown}; there are ${names.join(', ')}.`);
  }
  const peers = wanted
    .map((name) => [name, runnable(name, all[name], names)])
    .filter(([, definition]) => definition)
    .map(([name, definition]) => new Running(name, definition));
  return peers.length > 0 ? peers : refuse('no peer is left to measure.');
}
