import { MetricsTarget } from '@slipway/plugin-metrics-common';
import { ObservedPlace, Side } from '@slipway/plugin-observability-common';
import { SeriesColour } from '@slipway/plugin-portal-react';

/** A line of the charts. */
export interface ShownSide {
  side: Side;
  label: string;
  colour: SeriesColour;
  target: MetricsTarget;
}

/** Stable and canary while there is a canary, else the whole workload. */
export function sidesOf(place: ObservedPlace): ShownSide[] {
  const { cluster, namespace, workload, stable, canary } = place;
  const whole = { cluster, namespace, deployment: workload };
  if (!stable || !canary) {
    return [{ side: 'all', label: workload, colour: 'stable', target: whole }];
  }
  return [
    {
      side: 'stable',
      label: 'stable',
      colour: 'stable',
      target: { ...whole, podTemplateHash: stable },
    },
    {
      side: 'canary',
      label: 'canary',
      colour: 'canary',
      target: { ...whole, podTemplateHash: canary },
    },
  ];
}

/** The whole workload, whatever its revisions were: for periods in which there were others. */
export function wholeOf(place: ObservedPlace): MetricsTarget {
  const { cluster, namespace, workload } = place;
  return { cluster, namespace, deployment: workload };
}
