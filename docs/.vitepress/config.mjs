import { defineConfig } from 'vitepress'
import { markdown } from './markdown.mjs'
import { sections } from './pages.mjs'

export default defineConfig({
  title: 'm2m-bridge',
  description: 'The partner\'s side of M2M, as Apache Camel routes',
  lang: 'en',
  outDir: '../target/site',
  cacheDir: '../target/site-cache',
  markdown,
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: sections.map(({ name, pages }) => ({
      text: name,
      items: pages.map(({ page, title }) => ({ text: title, link: `/${page}` }))
    }))
  },
  vite: {
    // Mermaid is one large file, which is loaded only where a page has a picture.
    build: { chunkSizeWarningLimit: 3000 }
  }
})
