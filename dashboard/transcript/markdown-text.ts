import MarkdownIt from 'markdown-it'

/** Markdown without HTML and pictures. Only whole addresses of the web and of mail become links: one without its scheme would lead wherever the reader's own page is. */
export const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable('image')

markdown.linkify.set({ fuzzyLink: false }).add('//', null).add('ftp:', null)
markdown.validateLink = (url) => /^(?:https?:\/\/|mailto:)/i.test(url)
