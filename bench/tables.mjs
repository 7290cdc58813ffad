// Tables in Markdown.
export const thousands = (n) => (n === undefined ? '–' : n.toLocaleString('en-US'));

export const table = (header, rows) =>
  [header, header.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** Rows of a ratio or a figure with its target. */
export const targetTable = (rows) => table(['', 'median', 'worst round', 'target', ''], rows);

/** @param why what makes a figure worthless, or undefined */
export const verdict = (reached, why) => (why ? `missed: ${why}` : reached ? 'reached' : 'missed');

/** Each bridge with each peer that isn't one, and with the bridge named `before`. */
export const pairs = (peers) => peers.filter(({ isBridge }) => isBridge).flatMap((bridge) => peers
  .filter((other) => other !== bridge && (!other.isBridge || other.name === 'before'))
  .map((other) => [bridge, other]));
