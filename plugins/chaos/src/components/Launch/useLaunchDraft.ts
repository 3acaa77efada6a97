import { Entity } from '@backstage/catalog-model';
import {
  ClusterKinds,
  Experiment,
  experimentOf,
  EXPERIMENTS,
  FaultDraft,
  FlowPlace,
  podLabels,
  startSchedule,
  startSpec,
  startWorkflow,
} from '@slipway/plugin-chaos-common';
import { useState } from 'react';
import { ApprovedStart } from './useApprovedStart';

/** What is filled in on the way to a launch. */
export interface LaunchDraft {
  /** Id of an experiment, or name of a kind. */
  experiment?: string;
  cluster?: string;
  namespace: string;
  draft?: FaultDraft;
  purpose: string;
}

/** A name that is free most probably: the time in the base of letters. */
const suffix = () => Date.now().toString(36).slice(-5);

/** What a Workflow or Schedule starts with. */
const FIRST = EXPERIMENTS[0];

function startOf(experiment: Experiment, place: FlowPlace) {
  switch (experiment.kind) {
    case 'Workflow':
      return startWorkflow(FIRST, place);
    case 'Schedule':
      return startSchedule(FIRST, place);
    default:
      return startSpec(experiment, place.namespace, place.labels);
  }
}

/** The draft of a launch with the changes that its steps make. */
export function useLaunchDraft(
  entity: Entity,
  clusters: ClusterKinds[],
  start?: ApprovedStart,
) {
  const { name, annotations = {} } = entity.metadata;
  const [state, setState] = useState<LaunchDraft>(() => ({
    cluster: clusters.length === 1 ? clusters[0].cluster : undefined,
    namespace: annotations['backstage.io/kubernetes-namespace'] ?? '',
    purpose: '',
    ...(start ? { ...start, experiment: start.draft.kind } : {}),
  }));

  /** What and where start the spec again; all else edits it. */
  const restart = (change: Partial<LaunchDraft>) => {
    const next = { ...state, ...change };
    const experiment =
      next.experiment === undefined ? undefined : experimentOf(next.experiment);
    setState({
      ...next,
      draft: experiment && {
        kind: experiment.kind,
        name: `${name}-${experiment.id}`.slice(0, 57).concat('-', suffix()),
        spec: startOf(experiment, {
          namespace: next.namespace,
          labels: podLabels(name, annotations),
        }),
      },
    });
  };
  return {
    state,
    choose: (experiment: string) => restart({ experiment }),
    place: (place: { cluster?: string; namespace?: string }) => restart(place),
    edit: (draft: FaultDraft) => setState({ ...state, draft }),
    explain: (purpose: string) => setState({ ...state, purpose }),
  };
}
