import {
  Registration,
  RegistrationComparison,
  RegistrationState,
} from '@slipway/plugin-observability-common';
import { SlipwayState } from '@slipway/plugin-portal-react';

/** A state of a registration: its word, and what it means for those who call. */
export const REGISTRATION_WORDS: Record<
  RegistrationState,
  { state: SlipwayState; label: string; meaning: string }
> = {
  'not-registered': {
    state: 'degraded',
    label: 'Not registered',
    meaning: 'The pod is ready, and no client finds it.',
  },
  'pod-gone': {
    state: 'degraded',
    label: 'Pod is gone',
    meaning: 'It is registered, and there is no such pod: clients call nobody.',
  },
  'not-up': {
    state: 'degraded',
    label: 'Not UP',
    meaning: 'The pod is ready, and clients leave it out.',
  },
  'pod-not-ready': {
    state: 'degraded',
    label: 'Pod not ready',
    meaning: 'It is registered as UP, so clients call a pod that is not ready.',
  },
  leaving: {
    state: 'progressing',
    label: 'Leaving',
    meaning: 'Its pod ended within the grace period.',
  },
  starting: {
    state: 'progressing',
    label: 'Starting',
    meaning: 'It became ready within the grace period, or is not ready yet.',
  },
  'in-step': {
    state: 'healthy',
    label: 'Registered',
    meaning: 'The pod is ready and registered as UP.',
  },
};

const VERDICTS: Record<
  RegistrationComparison['verdict'],
  { state: SlipwayState; label: string }
> = {
  'in-step': { state: 'healthy', label: 'As in the cluster' },
  starting: { state: 'progressing', label: 'Settling' },
  drift: { state: 'degraded', label: 'Drift' },
  absent: { state: 'degraded', label: 'Unknown to Eureka' },
  'no-pods': { state: 'unknown', label: 'No pods' },
};

/** A verdict as state and word. */
export const verdictWords = (verdict: RegistrationComparison['verdict']) =>
  VERDICTS[verdict];

/** What the comparison says, in a sentence that names what has drifted. */
export function comparisonSentence(
  app: string,
  { verdict, registrations }: RegistrationComparison,
): string {
  const states = new Set(registrations.map(({ state }) => state));
  switch (verdict) {
    case 'no-pods':
      return `There is neither a pod nor a registration of ${app}.`;
    case 'absent':
      return `Eureka does not know ${app}, and there are pods that are ready.`;
    case 'in-step':
      return `All ${registrations.length} pods are registered as ${app} and UP.`;
    case 'starting':
      return states.has('leaving') && !states.has('starting')
        ? 'Pods end; their registrations may stay for the grace period.'
        : 'Pods start or end; what differs is within the grace period.';
    default:
      return `${driftNames(registrations).join(', ')}.`;
  }
}

function driftNames(registrations: readonly Registration[]): string[] {
  return registrations.flatMap(({ name, state }) => {
    const { state: grade, label } = REGISTRATION_WORDS[state];
    return grade === 'degraded' ? [`${name}: ${label.toLowerCase()}`] : [];
  });
}
