import { rowsAsCsv } from '@slipway/plugin-live-common';
import { GOLDEN_METRICS } from '@slipway/plugin-metrics-common';
import { Reading, Revision, REVISIONS, Sample } from '../types';

interface Line {
  sample: Sample;
  revision: Revision;
  reading: Reading;
}

/** The samples of a run as CSV (RFC 4180), one line for each revision. What was not measured is empty; success rates are ratios, latencies ms. */
export const samplesCsv = (samples: readonly Sample[]): string =>
  rowsAsCsv<Line>(
    {
      seq: ({ sample }) => sample.seq,
      at: ({ sample }) => sample.at,
      revision: ({ revision }) => revision,
      ...Object.fromEntries(
        GOLDEN_METRICS.map(metric => [
          metric,
          ({ reading }: Line) => reading.values[metric],
        ]),
      ),
      emptyBecause: ({ reading }) =>
        [...new Set(Object.values(reading.empty))].join('; '),
    },
    samples.flatMap(sample =>
      REVISIONS.flatMap(revision => {
        const reading = sample[revision];
        return reading ? [{ sample, revision, reading }] : [];
      }),
    ),
  );
