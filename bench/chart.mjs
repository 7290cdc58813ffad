// Draws the chart of a run.
import { thousands } from './tables.mjs';

const escape = (text) => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);

/** Bars of the medians of a steady run, with the slowest and fastest round as a line on each; its colours follow light and dark. */
export function chart({ peers, settings, machine }) {
  const [left, width, row, top] = [210, 430, 34, 58];
  const rows = peers.map((peer) => ({ ...peer, ...peer.steady })).sort((a, b) => b.rate - a.rate);
  const scale = (rate) => (rate * width) / Math.max(...rows.map((p) => p.rateMax));
  const height = top + rows.length * row + 34;
  const bars = rows.map((p, i) => {
    const y = top + i * row;
    const bar = scale(p.rate).toFixed(1);
    const [min, max] = [left + scale(p.rateMin), left + scale(p.rateMax)].map((x) => x.toFixed(1));
    return `<text x="${left - 10}" y="${y + 16}" text-anchor="end">${escape(p.label)}</text>
<rect class="${p.isBridge ? 'ours' : 'peer'}" x="${left}" y="${y}" width="${bar}" height="22" rx="2"/>
<path class="range" d="M${min} ${y + 11}H${max}M${min} ${y + 7}v8M${max} ${y + 7}v8"/>
<text class="number" x="${Number(max) + 8}" y="${y + 16}">${thousands(p.rate)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + width + 70} ${height}" role="img" aria-labelledby="t d">
<title id="t">Durable webhooks a second</title>
<desc id="d">${escape(rows.map((p) => `${p.label}: ${thousands(p.rate)}`).join('; '))}</desc>
<style>
svg { font: 13px system-ui, sans-serif; --text: #1f2328; --quiet: #59636e; --ours: #0969da; --peer: #afb8c1; }
@media (prefers-color-scheme: dark) { svg { --text: #e6edf3; --quiet: #9198a1; --ours: #4493f8; --peer: #545d68; } }
text { fill: var(--text); } .title { font-size: 16px; font-weight: 600; } .quiet { fill: var(--quiet); font-size: 12px; }
.number { font-variant-numeric: tabular-nums; } .ours { fill: var(--ours); } .peer { fill: var(--peer); }
.range { stroke: var(--text); fill: none; }
</style>
<text class="title" x="10" y="24">Durable webhooks a second</text>
<text class="quiet" x="10" y="43">Each 200 after its commit; median of ${settings.rounds} rounds, the line from the slowest to the fastest</text>
${bars.join('\n')}
<text class="quiet" x="10" y="${height - 10}">${settings.connections} connections; ${machine.cores} cores shared with wrk and PostgreSQL ${machine.postgresql.server_version.split(' ')[0]}, fsync on</text>
</svg>
`;
}
