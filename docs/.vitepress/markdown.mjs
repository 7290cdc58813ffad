import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { docs } from './pages.mjs'

const POM = readFileSync(new URL('../pom.xml', docs), 'utf8')

/** Where files outside of docs/ can be read, or undefined while the pom names no repository. */
const repository = /<scm>[^]*?<url>([^<]+)<\/url>/.exec(POM)?.[1].replace(/\/$/, '')

/** Anchors as GitHub makes them, so that one link works in the repository and in the site. */
export const slugify = text =>
  text.trim().toLowerCase().replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '').replace(/ /g, '-')

/** A relative link as seen from docs/, because a page may be in a folder of it; undefined for any other link. */
const fromDocs = (href, page) =>
  /^([a-z]+:|[/#])/.test(href) ? undefined : posix.join(posix.dirname(page), href)

/** Links to files outside of docs/ lead to the repository. If the pom names none, only their text is shown. */
function linkToRepository (md) {
  md.core.ruler.push('link-to-repository', state => {
    for (const inline of state.tokens.filter(token => token.type === 'inline')) {
      let dropped = false
      inline.children = inline.children.filter(token => {
        if (token.type === 'link_close' && dropped) {
          dropped = false
          return false
        }
        const target = token.type === 'link_open' && fromDocs(token.attrGet('href'), state.env.relativePath)
        if (!target || !target.startsWith('../')) {
          return true
        }
        dropped = !repository
        token.attrSet('href', `${repository}/blob/HEAD/${target.slice(3)}`)
        return repository
      })
    }
  })
}

/** A ```mermaid block becomes a picture; the repository's own view does the same. */
function drawMermaid (md) {
  const fence = md.renderer.rules.fence
  md.renderer.rules.fence = (tokens, index, ...rest) =>
    tokens[index].info.trim() === 'mermaid'
      ? `<Mermaid source="${encodeURIComponent(tokens[index].content)}" />`
      : fence(tokens, index, ...rest)
}

/** Indented code looks like fenced code. */
function fenceCode (md) {
  md.core.ruler.push('fence-code', state => {
    for (const token of state.tokens.filter(({ type }) => type === 'code_block')) {
      Object.assign(token, { type: 'fence', tag: 'code', info: 'text' })
    }
  })
}

/** Vue would evaluate what stands in double braces, as Camel's placeholders do. */
function keepBraces (md) {
  const render = md.renderer.rules.code_inline
  md.renderer.rules.code_inline = (...args) => render(...args).replace('<code', '<code v-pre')
}

export const markdown = {
  anchor: { slugify },
  config (md) {
    md.use(linkToRepository)
    md.use(fenceCode)
    md.use(drawMermaid)
    md.use(keepBraces)
  }
}

