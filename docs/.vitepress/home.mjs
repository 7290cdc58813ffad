// Writes the list of pages into the home page.
import { readFileSync, writeFileSync } from 'node:fs'
import { docs, sections } from './pages.mjs'

const HOME = new URL('index.md', docs)
const LIST = /(<!-- pages -->\n)[^]*(<!-- end of pages -->)/

const list = sections
  .map(({ name, pages }) =>
    `\n## ${name}\n\n${pages.map(({ page, title, about }) => `- [${title}](${page}.md): ${about}.`).join('\n')}\n`)
  .join('')

export const written = readFileSync(HOME, 'utf8')
export const wanted = written.replace(LIST, (_, start, end) => `${start}${list}\n${end}`)

if (process.argv[1] === new URL(import.meta.url).pathname) {
  writeFileSync(HOME, wanted)
}
