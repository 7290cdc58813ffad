// Checks the Markdown of the whole repository: each page of docs/ is in the sidebar, the home page lists the sidebar's
// pages, and each relative link leads to a file and, where it has an anchor, to a heading of it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createMarkdownRenderer } from 'vitepress'
import { wanted, written } from './home.mjs'
import { slugify } from './markdown.mjs'
import { docs, listed } from './pages.mjs'

const DOCS = fileURLToPath(docs)
const ROOT = resolve(DOCS, '..')
const IGNORED = new Set(['node_modules', 'target', 'data', '.git'])

const faults = []

function pagesBelow (folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => !IGNORED.has(entry.name))
    .flatMap(entry => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? pagesBelow(path) : path.endsWith('.md') ? [path] : []
    })
}

const markdown = await createMarkdownRenderer(DOCS, { anchor: { slugify } })

function read (file) {
  const tokens = markdown.parse(readFileSync(file, 'utf8'), { path: file, relativePath: relative(DOCS, file) })
  const inline = tokens.flatMap(token => token.children ?? [])
  return {
    anchors: new Set(tokens.filter(token => token.type === 'heading_open').map(token => token.attrGet('id'))),
    links: inline.map(token => token.attrGet?.('href') ?? token.attrGet?.('src')).filter(Boolean)
  }
}

const pages = new Map(pagesBelow(ROOT).map(file => [file, read(file)]))

for (const [file, { links }] of pages) {
  for (const link of links.filter(href => !/^[a-z]+:/.test(href))) {
    const [path, anchor] = link.split('#')
    const target = path ? resolve(dirname(file), decodeURIComponent(path)) : file
    if (!existsSync(target)) {
      faults.push(`${relative(ROOT, file)}: no file for the link ${link}`)
    } else if (anchor && !pages.get(target)?.anchors.has(decodeURIComponent(anchor))) {
      faults.push(`${relative(ROOT, file)}: no heading for the link ${link}`)
    }
  }
}

for (const file of pages.keys()) {
  const page = relative(DOCS, file).replace(/\.md$/, '')
  if (!page.startsWith('..') && page !== 'index' && !listed.includes(page)) {
    faults.push(`docs/${page}.md: not in the sidebar; add it to docs/.vitepress/pages.mjs`)
  }
}

if (written !== wanted) {
  faults.push('docs/index.md: its list of pages is out of date; run npm --prefix docs run home')
}

console.log(faults.length ? faults.join('\n') : `${pages.size} pages of Markdown have no fault.`)
process.exitCode = faults.length ? 1 : 0
