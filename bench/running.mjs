// The processes of a peer, and its database.
import { spawn } from 'node:child_process';
import { mkdirSync, openSync, closeSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as database from './database.mjs';
import { headers, webhooks } from './webhooks.mjs';

export const WORK = join(dirname(fileURLToPath(import.meta.url)), 'running');

/**
 * A port that nothing listens on. It is below those that Linux gives to outgoing connections: a client that tries one of
 * these over and over may connect to itself.
 */
const freePort = () =>
  new Promise((resolve, reject) => {
    const attempt = (left) => {
      const port = 15000 + Math.floor(Math.random() * 17000);
      const server = net.createServer();
      server.on('error', (e) => (left > 0 ? attempt(left - 1) : reject(e)));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
    };
    attempt(100);
  });

const LONGEST_START = 120000;

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

/** A peer of peers.mjs with its database. Between its turns it is stopped by SIGSTOP, and costs nothing. */
export class Running {
  /**
   * @param definition with `command`, `label` and its tables; `cwd`, if it isn't a folder of its own; `count`, the processes
   *     on its database, and `senders`, the threads of wrk, where that isn't one
   */
  constructor(name, definition) {
    Object.assign(this, { count: 1, senders: 1, env: {} }, definition, { name, nodes: [], results: {} });
  }

  /** Creates its database, and starts and ends it once: it creates its tables. */
  async create(admin) {
    this.client = await database.create(admin, this.name);
    if (!this.isBridge) {
      await this.client.query(database.WEBHOOKS);
    }
    await this.start();
    await this.kill();
  }

  /** Returns after the first 200 of each process. */
  async start() {
    const start = performance.now();
    for (let i = 1; i <= this.count; i++) {
      const node = await this.place(i);
      this.launch(node);
      await this.answered(node);
    }
    this.startSeconds = (performance.now() - start) / 1000;
  }

  /** Where a process of this peer will run. */
  async place(number = 1) {
    const name = number === 1 ? this.name : `${this.name}-${number}`;
    const folder = join(WORK, name);
    mkdirSync(folder, { recursive: true });
    this.prepare?.(folder);
    const port = await freePort();
    return { folder, port, managementPort: await freePort(), url: `http://127.0.0.1:${port}/webhooks/m2m`, log: join(folder, 'log') };
  }

  /** Starts a process, and returns at once. */
  launch(node) {
    const env = database.environment(this.name);
    const log = openSync(node.log, 'w');
    const [command, ...args] = this.command;
    node.startedAt = performance.timeOrigin + performance.now();
    node.process = spawn(command, args, {
      cwd: this.cwd ?? node.folder,
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        ...env,
        ...this.env,
        PORT: String(node.port),
        M2M_API_KEY: 'bench-key-that-is-never-used',
        M2M_API_BASE_URL: 'http://127.0.0.1:9',
        M2M_DATABASE_URL: env.JDBC_URL,
        M2M_DATABASE_USERNAME: env.PGUSER,
        M2M_DATABASE_PASSWORD: env.PGPASSWORD,
        M2M_HTTP_HOST: '127.0.0.1',
        M2M_HTTP_PORT: String(node.port),
        M2M_MANAGEMENT_PORT: String(node.managementPort),
      },
    });
    closeSync(log);
    node.process.on('error', () => {});
    this.nodes.push(node);
  }

  async answered(node) {
    const start = performance.now();
    while (!(await answers(node))) {
      this.checkAlive();
      if (performance.now() - start > LONGEST_START) {
        throw new Error(`${this.label} gave no 200 within ${LONGEST_START / 1000} s:\n${lastOf(node)}`);
      }
      await sleep(20);
    }
  }

  pause() {
    this.nodes.forEach((node) => node.process.kill('SIGSTOP'));
  }

  resume() {
    this.checkAlive();
    this.nodes.forEach((node) => node.process.kill('SIGCONT'));
  }

  checkAlive() {
    const dead = this.nodes.find((node) => !isAlive(node));
    if (dead) {
      throw new Error(`${this.label} died:\n${lastOf(dead)}`);
    }
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

  /** Ends its processes as a crash does; its database stays. */
  async kill() {
    for (const { process: alive } of this.nodes.filter(isAlive)) {
      const ended = new Promise((resolve) => alive.once('exit', resolve));
      alive.kill('SIGCONT');
      alive.kill('SIGKILL');
      await ended;
    }
    this.nodes = [];
  }

  async stop(admin) {
    await this.kill();
    await this.client?.end();
    await database.drop(admin, this.name);
  }
}
