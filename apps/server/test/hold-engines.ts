// A process that runs the engines of a data directory until it is killed: tests of supervisors that die need one of their own.
import { startEngines } from '../src/platform/embedded/engines.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const engines = await startEngines({ dataDirectory: process.argv[2]!, log, isDurable: false })
process.send?.(engines.pids)
process.on('disconnect', () => void engines.stop())
