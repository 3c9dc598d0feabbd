/** Prints a report on stdout: as JSON for programs, else as a table. */
export function printReport<R>(report: R, json: boolean | undefined, table: (report: R) => string) {
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : table(report))
}
