import { SlipwayState } from '@slipway/plugin-portal-react';

const STATES: Record<string, SlipwayState> = {
  Pending: 'progressing',
  Progressing: 'progressing',
  Running: 'progressing',
  Successful: 'healthy',
  Failed: 'degraded',
  Error: 'degraded',
  Degraded: 'degraded',
  Inconclusive: 'waiting',
};

/** Colour of a phase of an experiment, of one of its templates or analyses. */
export const experimentState = (phase: string | undefined): SlipwayState =>
  STATES[phase ?? ''] ?? 'unknown';
