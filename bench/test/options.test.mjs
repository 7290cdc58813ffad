import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';

const PRINT = `
  const { bridges, javaOf, javaOptionsOf, parts } = await import(process.env.OPTIONS);
  const peers = ['bridge', 'image'];
  console.log(JSON.stringify({ bridges, parts, java: peers.map((p) => javaOf(p, peers)), options: peers.map((p) => javaOptionsOf(p, peers)) }));`;

const bench = (...args) =>
  spawnSync('node', ['--input-type=module', '-e', PRINT, '--', ...args], {
    encoding: 'utf8',
    env: { ...process.env, BENCH_FOLDER: '/from', OPTIONS: new URL('../options.mjs', import.meta.url).href },
  });
const options = (...args) => JSON.parse(bench(...args).stdout);

test('an option is for one peer or for all', () => {
  const result = options('--java', '/jdk', '--java', 'image=/newer', '--java-options=-Xmx64m', '--java-options', 'image=-XX:AOTCache=a.aot -Xss1m');
  assert.deepEqual(result.java, ['/jdk/bin/java', '/newer/bin/java']);
  assert.deepEqual(result.options, [['-Xmx64m'], ['-Xmx64m', '-XX:AOTCache=a.aot', '-Xss1m']]);
});

test('a folder is relative to where the command was given', () => {
  assert.deepEqual(options('--bridge', 'before=older').bridges, [{ name: 'before', folder: '/from/older' }]);
});

test('all parts are measured unless some are asked for', () => {
  assert.deepEqual(options().parts, ['cold', 'warming', 'steady']);
  assert.deepEqual(options('--cold').parts, ['cold']);
  assert.deepEqual(options('--nodes', '2').parts, ['steady']);
});

for (const [mistake, sentence] of [
  [['--rounds', 'two'], 'bench: --rounds two is not a whole number.'],
  [['--bridge', '/tmp/a'], 'bench: --bridge /tmp/a is not <name>=<folder>; a name has small letters, digits and _.'],
  [['--cold', '--nodes', '2'], 'bench: --cold measures each peer alone: leave out --old-rows and --nodes.'],
  [['--out', '/tmp/a'], 'bench: --out /tmp/a is not a name: a name has letters, digits, _, . and -. The files are written to bench/results/.'],
  [['--round', '2'], "bench: Unknown option '--round'"],
]) {
  test(`a mistake is told in one sentence: ${mistake.join(' ')}`, () => {
    const { status, stderr } = bench(...mistake);
    assert.equal(status, 1);
    assert.equal(stderr.trim(), sentence);
  });
}
