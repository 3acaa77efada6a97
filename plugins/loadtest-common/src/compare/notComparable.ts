import { ComparedRun } from '../types';

/** What must be equal of runs that are compared, and how it is named. */
const EQUAL: ReadonlyArray<{
  what: string;
  of: (compared: ComparedRun) => string | number | boolean | undefined;
}> = [
  {
    what: 'The targets differ',
    of: ({ run }) => `${run.targetUrl} in ${run.cluster}/${run.namespace}`,
  },
  {
    what: 'The suites differ',
    of: ({ run }) => `${run.suite} of ${run.entityRef}`,
  },
  { what: 'The profiles differ', of: ({ run }) => run.profile },
  { what: 'The peaks differ', of: ({ run }) => `${run.peakUsers} users` },
  {
    what: 'The suite changed between them',
    of: ({ suiteHash }) => suiteHash && `version ${suiteHash.slice(0, 8)}`,
  },
  {
    what: 'One is simulated',
    of: ({ simulated }) => (simulated ? 'simulated' : 'real'),
  },
  {
    what: 'Their response times are counted to different precision',
    of: ({ significantDigits }) =>
      significantDigits && `${significantDigits} digits`,
  },
];

/** Windows may differ by as much, seconds: samples are taken up to 10 s apart. */
const LENGTH_SECONDS = 10;

/**
 * Why figures of runs say little about each other, one sentence each; empty
 * when they can be compared. What is not known of a run differs from nothing.
 * Pure.
 */
export function notComparable(runs: readonly ComparedRun[]): string[] {
  const differing = EQUAL.flatMap(({ what, of }) => {
    const values = [...new Set(runs.map(of).filter(one => one !== undefined))];
    return values.length > 1 ? [`${what}: ${values.join('; ')}.`] : [];
  });
  const lengths = runs.map(({ window }) => window.to - window.from);
  const uneven = Math.max(...lengths) - Math.min(...lengths) > LENGTH_SECONDS;
  const each = runs.flatMap(({ generator, total }, index) => {
    const name = `Run ${index + 1}`;
    return [
      ...generator.map(doubt => `${name}: ${doubt}`),
      ...(total.requests === 0
        ? [`${name} has no request in its window.`]
        : []),
    ];
  });
  return [
    ...differing,
    ...(uneven
      ? [
          `The windows differ: ${lengths
            .map(length => `${Math.round(length)} s`)
            .join('; ')}.`,
        ]
      : []),
    ...each,
  ];
}
