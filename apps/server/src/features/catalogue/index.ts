// What other features may call.
export { isTraitSeen, writeDelta } from './catalogue.store.ts'
export { loadObserver } from './load-observer.ts'
export type { CatalogueDelta, CatalogueObserver } from './observer.ts'
