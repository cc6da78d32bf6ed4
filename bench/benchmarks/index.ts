// The list of benchmarks: one line each.
import { freshness } from './freshness.ts'
import { idle } from './idle.ts'
import { ingest } from './ingest.ts'
import { personas } from './personas.ts'
import { pipeline } from './pipeline.ts'
import { profile } from './profile.ts'
import { segments } from './segments.ts'
import { start } from './start.ts'
import { surveys } from './surveys.ts'

export const benchmarks = [ingest, pipeline, freshness, profile, segments, start, idle, personas, surveys]
