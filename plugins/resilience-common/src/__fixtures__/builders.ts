import { DesignSpec, PartDesign, Threshold } from '../types';

export const part = (changes: Partial<PartDesign> = {}): PartDesign => ({
  id: 'p1',
  kind: 'fault',
  offer: 'pod-kill',
  title: 'Pod kill',
  args: {},
  startSeconds: 60,
  durationSeconds: 30,
  ...changes,
});

export const threshold = (changes: Partial<Threshold> = {}): Threshold => ({
  id: 't1',
  metric: 'successRate',
  direction: 'atLeast',
  limit: { kind: 'absolute', value: 0.99 },
  expect: 'always',
  ...changes,
});

/** One minute of baseline, half a minute of a fault, two minutes of recovery. */
export const design = (changes: Partial<DesignSpec> = {}): DesignSpec => ({
  title: 'Lose a pod',
  hypothesis: {
    windowSeconds: 30,
    consecutive: 3,
    thresholds: [threshold()],
  },
  parts: [part()],
  baselineSeconds: 60,
  recoverySeconds: 120,
  ...changes,
});
