import { SlipwayState } from '@slipway/plugin-portal-react';
import {
  AnalysisPhase,
  RevisionView,
  RolloutPhase,
} from '@slipway/plugin-rollouts-common';

/** The palette's state of a rollout's phase. */
export const PHASE_STATES: Record<RolloutPhase, SlipwayState> = {
  Healthy: 'healthy',
  Progressing: 'progressing',
  Paused: 'waiting',
  Degraded: 'degraded',
  Unknown: 'unknown',
};

/** The palette's state of an analysis. */
export const ANALYSIS_STATES: Record<AnalysisPhase, SlipwayState> = {
  Pending: 'unknown',
  Running: 'progressing',
  Successful: 'healthy',
  Failed: 'degraded',
  Error: 'degraded',
  Inconclusive: 'waiting',
};

/** The palette's state of a revision. */
export const REVISION_STATES: Record<RevisionView['health'], SlipwayState> = {
  Healthy: 'healthy',
  Progressing: 'progressing',
  Degraded: 'degraded',
  ScaledDown: 'unknown',
};
