// Structured logs (pino, JSON lines on stdout); secrets are cut out.
import { pino, type Logger } from 'pino'

export type Log = Logger

export function createLog(level: string, name: string): Log {
  return pino({
    level,
    base: { process: name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.token'], censor: '[hidden]' },
  })
}
