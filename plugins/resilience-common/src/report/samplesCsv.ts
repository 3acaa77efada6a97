import { GOLDEN_METRICS } from '@slipway/plugin-metrics-common';
import { Reading, REVISIONS, Sample } from '../types';

const COLUMNS = [
  'seq',
  'at',
  'revision',
  ...GOLDEN_METRICS,
  'emptyBecause',
] as const;

/** A cell, quoted where it has to be (RFC 4180); a text that a spreadsheet would run as a formula is made a text. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

function line(sample: Sample, revision: string, reading: Reading): string {
  const reasons = [...new Set(Object.values(reading.empty))].join('; ');
  return [
    `${sample.seq}`,
    sample.at,
    revision,
    ...GOLDEN_METRICS.map(metric => `${reading.values[metric] ?? ''}`),
    cell(reasons),
  ].join(',');
}

/** The samples of a run as CSV (RFC 4180), one line for each revision. What was not measured is empty; success rates are ratios, latencies ms. */
export function samplesCsv(samples: readonly Sample[]): string {
  const lines = samples.flatMap(sample =>
    REVISIONS.flatMap(revision => {
      const reading = sample[revision];
      return reading ? [line(sample, revision, reading)] : [];
    }),
  );
  return [COLUMNS.join(','), ...lines, ''].join('\r\n');
}
