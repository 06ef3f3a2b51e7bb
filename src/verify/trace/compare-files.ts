import * as z from 'zod/mini'
import { Failure, exitCodes, type ExitCode } from '../../platform/failure.ts'
import { readText } from '../../platform/files.ts'
import { printData } from '../../ui/print.ts'
import { compare, markdownComparison } from './compare.ts'
import { traceReport, type TraceReport } from './report.ts'

/**
 * Prints what is different between two reports of `swop verify --trace --json`.
 * @returns 0, or 4 when something is new that the share map does not know
 * @throws Failure when a file is missing or no such report
 */
export function compareFiles(older: string, newer: string, json: boolean): ExitCode {
  const comparison = compare(readReport(older), readReport(newer))
  printData(json ? `${JSON.stringify(comparison, null, 2)}\n` : markdownComparison(comparison))
  return comparison.ok ? exitCodes.done : exitCodes.drift
}

function readReport(path: string): TraceReport {
  const text = readText(path)
  const hint = 'make one: swop verify --trace --json > report.json'
  if (text === undefined) throw new Failure(`there is no ${path}`, hint)
  try {
    return z.parse(traceReport, JSON.parse(text))
  } catch {
    throw new Failure(`${path} is not a report of swop verify --trace --json`, hint)
  }
}
