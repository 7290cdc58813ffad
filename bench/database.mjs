// The database server of all peers. Each peer has a database of its own.
import pg from 'pg';

const url = new URL(process.env.BENCH_DATABASE_URL);
const SERVER = {
  host: url.hostname,
  port: Number(url.port || 5432),
  user: decodeURIComponent(url.username),
  password: decodeURIComponent(url.password),
};
const PREFIX = 'm2m_bench_';
const DURABLE = ['fsync', 'synchronous_commit', 'full_page_writes'];

/** Environment variables by which a peer finds its database. */
export const environment = (name) => ({
  PGHOST: SERVER.host,
  PGPORT: String(SERVER.port),
  PGUSER: SERVER.user,
  PGPASSWORD: SERVER.password,
  PGDATABASE: PREFIX + name,
  JDBC_URL: `jdbc:postgresql://${SERVER.host}:${SERVER.port}/${PREFIX}${name}`,
});

async function connect(database) {
  const client = new pg.Client({ ...SERVER, database });
  client.on('error', () => {}); // the server is gone: the next query says so
  await client.connect();
  return client;
}

/** A client of the server's own database, and what is to be told of the server. */
export async function server() {
  const client = await connect(url.pathname.slice(1) || 'postgres');
  const show = async (name) => Object.values((await client.query(`SHOW ${name}`)).rows[0])[0];
  const facts = {};
  for (const name of ['server_version', ...DURABLE, 'wal_sync_method', 'shared_buffers', 'max_connections']) {
    facts[name] = await show(name);
  }
  return { client, facts };
}

/** A new database for a peer, with a client; refused unless a commit there is on disk when it returns. */
export async function create(admin, name) {
  await drop(admin, name);
  await admin.query(`CREATE DATABASE ${PREFIX}${name}`);
  const client = await connect(PREFIX + name);
  for (const setting of DURABLE) {
    const value = Object.values((await client.query(`SHOW ${setting}`)).rows[0])[0];
    if (value !== 'on') {
      throw new Error(`${setting} is ${value} in this PostgreSQL: nothing durable can be measured on it.`);
    }
  }
  return client;
}

export const drop = (admin, name) => admin.query(`DROP DATABASE IF EXISTS ${PREFIX}${name} WITH (FORCE)`);

/** What the peers store: the key, the body, and the headers that signed it. */
export const WEBHOOKS = `
  CREATE TABLE webhooks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_key text NOT NULL UNIQUE,
    event text NOT NULL,
    signature text NOT NULL,
    signed_at bigint NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    body bytea NOT NULL)`;

/** Milliseconds of one small commit, median of 200: what this disk allows. */
export async function commitMillis(admin) {
  await admin.query('CREATE TABLE IF NOT EXISTS m2m_bench_commit (n int)');
  const times = [];
  for (let i = 0; i < 200; i++) {
    const start = performance.now();
    await admin.query('INSERT INTO m2m_bench_commit VALUES (1)');
    times.push(performance.now() - start);
  }
  await admin.query('DROP TABLE m2m_bench_commit');
  return times.sort((a, b) => a - b)[100];
}

/** Fills m2m_deliveries with finished rows, as a bridge that ran for long has them. */
export async function fillOldRows(client, rows) {
  const step = 250000;
  for (let from = 1; from <= rows; from += step) {
    await client.query(`
      INSERT INTO m2m_deliveries
        (event_key, event, reference_id, link_id, path, signature, signed_at, received_at, body, content_hash, state,
         attempts, next_attempt_at, effects_at, processed_at, last_seen_at)
      SELECT event || ':' || link, event, 'user_' || substr(md5('user' || n), 1, 12), link, '/webhooks/m2m',
             'sha256:' || md5(n || 's') || md5(n || 't'), at, at,
             convert_to('{"event":"' || event || '","timestamp":"2026-01-26T14:30:00.000Z","data":{"linkId":"' || link ||
               '","nonce":"' || md5(n || 'a') || md5(n || 'b') || md5(n || 'c') || md5(n || 'd') || md5(n || 'e') ||
               md5(n || 'f') || md5(n || 'g') || '"}}', 'UTF8'),
             md5(n || 'u') || md5(n || 'v'), 'done', 1, NULL, at, at, at
      FROM generate_series($1::int, $2::int) AS n,
           LATERAL (SELECT CASE n % 2 WHEN 0 THEN 'link.created' ELSE 'link.opened' END AS event,
                           'link_acme_' || substr(md5('link' || n), 1, 12) AS link,
                           now() - make_interval(secs => ($3 - n) * 0.5) AS at) AS old`,
      [from, Math.min(from + step - 1, rows), rows]);
    console.log(`  ${Math.min(from + step - 1, rows)} old rows`);
  }
  await client.query('VACUUM (ANALYZE) m2m_deliveries');
}
