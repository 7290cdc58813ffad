// The options of the command line; README.md lists them.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** Relative paths are the user's; ./run changes the folder. */
const path = (text) => resolve(process.env.BENCH_FOLDER ?? '', text);

const NUMBERS = { rounds: 5, seconds: 10, warm: 180, connections: 64, rate: 500, drain: 120, 'old-rows': 0, nodes: 1 };

const PARTS = ['cold', 'warming', 'steady'];

/** Ends with one sentence about a mistake on the command line. */
export function refuse(sentence) {
  console.error(`bench: ${sentence}`);
  process.exit(1);
}

function parsed() {
  const text = { type: 'string' };
  const many = { type: 'string', multiple: true, default: [] };
  const numbers = Object.entries(NUMBERS).map(([name, value]) => [name, { ...text, default: String(value) }]);
  const options = { ...Object.fromEntries(numbers), ...Object.fromEntries(PARTS.map((part) => [part, { type: 'boolean' }])),
    only: text, out: text, bridge: many, java: many, 'java-options': many };
  try {
    return parseArgs({ options }).values;
  } catch (e) {
    return refuse(e.message.split('. ')[0]);
  }
}
const values = parsed();

function number(name) {
  const value = Number(values[name]);
  return Number.isInteger(value) && value >= 0 ? value : refuse(`--${name} ${values[name]} is not a whole number.`);
}

/** Rounds, durations in seconds, and the like. */
export const settings = Object.fromEntries(Object.keys(NUMBERS).map((name) => [name, number(name)]));
export const { only, out } = values;
if (out !== undefined && !/^[\w.-]+$/.test(out)) {
  refuse(`--out ${out} is not a name: a name has letters, digits, _, . and -. The files are written to bench/results/.`);
}

const pair = settings['old-rows'] > 0 || settings.nodes > 1;
const asked = PARTS.filter((part) => values[part]);
if (pair && asked.length > 0) {
  refuse(`--${asked[0]} measures each peer alone: leave out --old-rows and --nodes.`);
}
/** The parts to measure; without an option, all. */
export const parts = pair ? ['steady'] : asked.length > 0 ? asked : PARTS;

/** Of `<name>=<folder>`: packaged bridges that are further peers. */
export const bridges = values.bridge.map((text) => {
  const [, name, folder] = /^([a-z][a-z0-9_]*)=(.+)$/.exec(text) ?? [];
  return name ? { name, folder: path(folder) } : refuse(`--bridge ${text} is not <name>=<folder>; a name has small letters, digits and _.`);
});

/** What an option that can be given as `<peer>=<value>` or as `<value>` for all says of this peer. */
function of(name, texts, peers) {
  const pairs = texts.map((text) => {
    const [first] = text.split('=', 1);
    return peers.includes(first) ? [first, text.slice(first.length + 1)] : ['', text];
  });
  return pairs.filter(([peer]) => peer === name || peer === '').map(([, value]) => value);
}

/** The program `java` of this peer. @param peers all names of peers */
export function javaOf(name, peers) {
  const homes = of(name, values.java, peers);
  return homes.length > 0 ? `${path(homes.at(-1))}/bin/java` : 'java';
}

/** Further arguments of this peer's JVM. */
export const javaOptionsOf = (name, peers) =>
  of(name, values['java-options'], peers).flatMap((text) => text.split(/\s+/)).filter((option) => option !== '');
