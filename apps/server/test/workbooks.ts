// What a spreadsheet program sees in an XLSX file.
import ExcelJs from 'exceljs'

/** The rows of the first sheet, by the titles of its columns. */
export async function readWorkbook(path: string): Promise<Record<string, ExcelJs.CellValue>[]> {
  const workbook = new ExcelJs.Workbook()
  await workbook.xlsx.readFile(path)
  const [sheet] = workbook.worksheets
  const rows: Record<string, ExcelJs.CellValue>[] = []
  const titles = (sheet?.getRow(1).values ?? []) as string[]
  sheet?.eachRow((row, position) => {
    if (position > 1) rows.push(Object.fromEntries(titles.flatMap((title, index) => (title ? [[title, row.getCell(index).value]] : []))))
  })
  return rows
}
