// Words come from each feature's en.ts, one namespace a feature; 'app' and 'ui' belong to the shell and the kit.
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en as ui } from '../ui/en.ts'
import { en as app } from './en.ts'
import type { WebFeature } from './feature.ts'

/** Loads every feature's strings. Must run before the first render. */
export function startI18n(features: WebFeature[]): void {
  const namespaces = Object.fromEntries(features.map((feature) => [feature.name, feature.strings]))
  void i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { app, ui, ...namespaces } },
    defaultNS: 'app',
    // Keys may contain colons, as the names of scopes do; namespaces are always given apart.
    nsSeparator: false,
    interpolation: { escapeValue: false },
    initAsync: false,
  })
}
