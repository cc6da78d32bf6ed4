// What other features use of sources: the snippet of one that still takes events.
export { findState, sourcesQuery } from './source-queries.ts'
export { writeBrowserSnippet } from './snippets.ts'
