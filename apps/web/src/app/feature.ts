// What a feature tells the shell: its words, its pages, its entries in the navigation, its commands.
import type { TablerIcon } from '@tabler/icons-react'
import type { ComponentType } from 'react'

export interface StringTree {
  [key: string]: string | StringTree
}

/** A page. `path` has no leading slash; inside a workspace it continues /w/$workspace/. */
export interface FeatureRoute {
  path: string
  load: () => Promise<ComponentType>
  permission?: string
}

/** A line of the main navigation. `label` is a key in the feature's own strings. */
export interface NavEntry {
  path: string
  label: string
  icon: TablerIcon
  order: number
  /** The letter after `g` that goes there. */
  goKey?: string
  permission?: string
  /** Shown indented below this path, while that part of the app is open. */
  below?: string
}

/** A page of Settings: a route below /w/$workspace/settings/ and its line in the list there. */
export interface SettingsEntry extends FeatureRoute {
  label: string
  group: 'workspace' | 'data' | 'you'
  order: number
}

/** Something to do from the command palette that is not a page, e.g. "Create a source". */
export interface CommandEntry {
  id: string
  label: string
  path: string
  query?: Record<string, string>
  icon: TablerIcon
  permission?: string
}

export interface WebFeature {
  /** The same name as the folder on the server; also the namespace of its strings. */
  name: string
  strings: StringTree
  nav?: NavEntry[]
  routes?: FeatureRoute[]
  /** Pages outside any workspace: sign-in, set-up. */
  publicRoutes?: FeatureRoute[]
  settings?: SettingsEntry[]
  commands?: CommandEntry[]
}

/** Gives a feature its type. @example export const sources = defineFeature({ name: 'sources', strings: en }) */
export function defineFeature(feature: WebFeature): WebFeature {
  return feature
}
