// What the command line and other features may use of the demo brand.
export { prepareDemo, type PreparedDemo } from './demo.service.ts'
export { generateDemo } from './generate.ts'
export { createProgressBar } from './progress-bar.ts'
export { runLoad, type DemoDependencies, type LoadOutcome } from './run-load.ts'
export { describeTruth } from './truth.ts'
