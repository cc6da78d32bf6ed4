// `npm run bench -- NAME …` runs benchmarks one after the other; without a name, all. The last line is one JSON object.
import { benchmarks } from './benchmarks/index.ts'
import { printTable } from './print-table.ts'
import { watchStolenTime } from './stolen-time.ts'

const names = process.argv.slice(2)
const unknown = names.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name))
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${benchmarks.map((benchmark) => benchmark.name).join(', ')}.`)
  process.exit(2)
}
const figures: Record<string, Record<string, number>> = {}
const chosen = benchmarks.filter((benchmark) => names.length === 0 || names.includes(benchmark.name))
for (const benchmark of chosen) {
  console.log(`\n${benchmark.name}: ${benchmark.about}`)
  const readStolen = watchStolenTime()
  const result = { ...(await benchmark.run((line) => console.log(`  ${line}`))), ...readStolen() }
  figures[benchmark.name] = result
  printTable(benchmark.aims, result)
}
// One benchmark's figures stand on their own; several stand under their names.
console.log(JSON.stringify(chosen.length === 1 ? figures[chosen[0]!.name] : figures))
process.exit(0)
