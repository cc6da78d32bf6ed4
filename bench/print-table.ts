// Figures beside their aims, as a table.

export function printTable(aims: Record<string, string>, figures: Record<string, number>): void {
  const rows = Object.entries(figures).map(([name, value]) => [name, value.toLocaleString('en'), aims[name] ?? ''])
  const widths = [0, 1, 2].map((column) => Math.max(...[['figure', 'measured', 'aim'], ...rows].map((row) => row[column]!.length)))
  const line = (row: string[]) => `  ${row[0]!.padEnd(widths[0]!)}  ${row[1]!.padStart(widths[1]!)}  ${row[2]}`.trimEnd()
  console.log(line(['figure', 'measured', 'aim']))
  for (const row of rows) console.log(line(row))
}
