// The servers that are measured: how each starts, and where it stores webhooks.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as database from './database.mjs';
import { headers, webhooks } from './webhooks.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
export const WORK = join(HERE, 'running');
const PEERS_JAR = `${HERE}/java-peers/target/peers.jar:${HERE}/java-peers/target/lib/*`;
const BRIDGE_TABLES = 'm2m_deliveries, m2m_links, m2m_operations, m2m_fund_holds, m2m_data_requests';

const bridge = (label, leaveOut = []) => ({
  label,
  isBridge: true,
  table: 'm2m_deliveries',
  tables: BRIDGE_TABLES,
  dispatches: leaveOut.length === 0,
  prepare(folder) {
    cpSync(join(HERE, '../routes'), join(folder, 'routes'), { recursive: true });
    leaveOut.forEach((route) => rmSync(join(folder, 'routes', `${route}.camel.yaml`)));
  },
  command: ['java', '-jar', join(HERE, '../target/m2m-bridge.jar')],
});

const peer = (label, command, tables = 'webhooks') => ({ label, table: 'webhooks', tables, command });

export const PEERS = {
  bridge: bridge('m2m-bridge'),
  receiving: bridge('m2m-bridge, receiving only', ['event-dispatch', 'data-request-dispatch']),
  vertx: peer('raw Vert.x, group commit', ['java', '-cp', PEERS_JAR, 'io.m2mbridge.bench.RawVertx']),
  http: peer('Node, bare http', ['node', join(HERE, 'node/http.mjs')]),
  express: peer('Node, Express', ['node', join(HERE, 'node/express.mjs')]),
  camel: peer('stock Camel', ['java', '-cp', PEERS_JAR, 'org.apache.camel.main.Main'], 'webhooks, camel_messageprocessed'),
};

const freePort = () =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const isAlive = ({ process: p }) => p.pid !== undefined && p.exitCode === null && p.signalCode === null;
const lastOf = ({ log }) => readFileSync(log, 'utf8').slice(-2000);

/** Of a process, in user and system mode; NaN where it isn't here. A tick is 10 ms. */
function cpuMillis(pid) {
  try {
    const [utime, stime] = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /, '').split(' ').slice(11, 13);
    return 10 * (Number(utime) + Number(stime));
  } catch {
    return NaN;
  }
}

async function answers({ url }) {
  const webhook = webhooks().next().value;
  try {
    const answer = await fetch(url, { method: 'POST', headers: headers(webhook), body: webhook.body });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}

/** A peer that runs, from an entry of PEERS. Between its turns it is stopped by SIGSTOP, and costs nothing. */
export class Running {
  /** @param definition with `count`, the processes on its database, and `senders`, the threads of wrk, where that isn't one */
  constructor(name, definition) {
    Object.assign(this, { count: 1, senders: 1 }, definition, { name, nodes: [], results: { load: [], light: [], duplicates: [] } });
  }

  async start(admin) {
    this.client = await database.create(admin, this.name);
    if (!this.isBridge) {
      await this.client.query(database.WEBHOOKS);
    }
    const start = performance.now();
    for (let i = 1; i <= this.count; i++) {
      await this.startNode(i === 1 ? this.name : `${this.name}-${i}`);
    }
    this.startSeconds = (performance.now() - start) / 1000;
  }

  async startNode(name) {
    const folder = join(WORK, name);
    mkdirSync(folder, { recursive: true });
    this.prepare?.(folder);
    const [port, managementPort] = [await freePort(), await freePort()];
    const env = database.environment(this.name);
    const node = { url: `http://127.0.0.1:${port}/webhooks/m2m`, log: join(folder, 'log') };
    const log = openSync(node.log, 'w');
    const [command, ...args] = this.command;
    const start = performance.now();
    node.process = spawn(command, args, {
      cwd: folder,
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        ...env,
        PORT: String(port),
        M2M_API_KEY: 'bench-key-that-is-never-used',
        M2M_API_BASE_URL: 'http://127.0.0.1:9',
        M2M_DATABASE_URL: env.JDBC_URL,
        M2M_DATABASE_USERNAME: env.PGUSER,
        M2M_DATABASE_PASSWORD: env.PGPASSWORD,
        M2M_HTTP_HOST: '127.0.0.1',
        M2M_HTTP_PORT: String(port),
        M2M_MANAGEMENT_PORT: String(managementPort),
      },
    });
    node.process.on('error', () => {});
    this.nodes.push(node);
    while (!(await answers(node))) {
      if (!isAlive(node) || performance.now() - start > 120000) {
        throw new Error(`${this.label} didn't start:\n${lastOf(node)}`);
      }
      await sleep(20);
    }
  }

  pause() {
    this.nodes.forEach((node) => node.process.kill('SIGSTOP'));
  }

  resume() {
    const dead = this.nodes.find((node) => !isAlive(node));
    if (dead) {
      throw new Error(`${this.label} died:\n${lastOf(dead)}`);
    }
    this.nodes.forEach((node) => node.process.kill('SIGCONT'));
  }

  /** Where each sender sends. */
  urls() {
    return Array.from({ length: this.senders }, (_, i) => this.nodes[i % this.count].url);
  }

  async number(sql) {
    return Number(Object.values((await this.client.query(sql)).rows[0])[0]);
  }

  /** Rows stored since clean(). */
  rows() {
    return this.number(`SELECT count(*) FROM ${this.table} WHERE id > ${this.baseId}`);
  }

  async isIdle() {
    return (await this.number(`SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()`)) === 0;
  }

  backlog() {
    return this.dispatches
      ? this.number(`SELECT count(*) FROM m2m_deliveries WHERE state IN ('pending', 'processing')`)
      : 0;
  }

  /** Cheaper than backlog(): to count over and over takes CPU from what is measured. */
  async hasBacklog() {
    const { rows } = await this.client.query(`SELECT EXISTS (
      SELECT FROM m2m_deliveries WHERE state IN ('pending', 'processing')) AS some`);
    return rows[0].some;
  }

  residentMegabytes() {
    const resident = ({ process: { pid } }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
    return Math.round(this.nodes.reduce((sum, node) => sum + resident(node), 0) / 1024);
  }

  /** Milliseconds of CPU that its processes have used so far, and PostgreSQL's for it; the latter where it is on this machine. */
  async cpu() {
    const { rows } = await this.client.query('SELECT pid FROM pg_stat_activity WHERE datname = current_database()');
    return {
      own: this.nodes.reduce((sum, node) => sum + cpuMillis(node.process.pid), 0),
      database: rows.reduce((sum, { pid }) => sum + cpuMillis(pid), 0),
    };
  }

  /** Empties its tables; what the peers' tables hold, and the WAL that is due, is alike before each measurement. */
  async clean() {
    const tables = this.keepsRows ? this.tables.replace(`${this.table}, `, '') : this.tables;
    await this.truncate(tables);
    this.baseId = await this.number(`SELECT coalesce(max(id), 0) FROM ${this.table}`);
    await this.client.query('CHECKPOINT');
  }

  /** Again after a deadlock: dispatch may still work on what is erased. */
  async truncate(tables) {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.client.query(`TRUNCATE ${tables} RESTART IDENTITY`);
        return;
      } catch (e) {
        if (e.code !== '40P01' || attempt === 20) {
          throw e;
        }
      }
    }
  }

  async stop(admin) {
    for (const { process: alive } of this.nodes.filter(isAlive)) {
      const ended = new Promise((resolve) => alive.once('exit', resolve));
      alive.kill('SIGCONT');
      alive.kill('SIGKILL');
      await ended;
    }
    await this.client?.end();
    await database.drop(admin, this.name);
  }
}
