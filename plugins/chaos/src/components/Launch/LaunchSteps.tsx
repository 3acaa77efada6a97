import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  ClusterKinds,
  experimentOf,
  podLabels,
} from '@slipway/plugin-chaos-common';
import { LaunchStep, StepList } from '@slipway/plugin-portal-react';
import { BlastRadiusView } from './BlastRadiusView';
import { LimitsStep } from './LimitsStep';
import { ApprovedStart } from './useApprovedStart';
import { PlaceStep } from './PlaceStep';
import { ReviewStep } from './ReviewStep';
import { useBlastRadius } from './useBlastRadius';
import { useLaunchDraft } from './useLaunchDraft';
import { WhatStep } from './WhatStep';

/** The last step. */
const REVIEW = 4;

/** What → where → limits → what it will touch → review and launch. */
export function LaunchSteps(props: {
  entity: Entity;
  clusters: ClusterKinds[];
  /** What was approved: it is reviewed and launched. */
  start?: ApprovedStart;
}) {
  const { entity, clusters, start } = props;
  const entityRef = stringifyEntityRef(entity);
  const { state, choose, place, edit, explain } = useLaunchDraft(
    entity,
    clusters,
    start,
  );
  const { cluster, namespace, draft, experiment } = state;
  const target =
    cluster && namespace ? { entityRef, cluster, namespace } : undefined;
  const radius = useBlastRadius(target, draft);
  const chosen =
    experiment === undefined ? undefined : experimentOf(experiment);
  const ready = target !== undefined && draft !== undefined;

  const steps: LaunchStep[] = [
    {
      title: 'What',
      summary: chosen?.title,
      done: chosen !== undefined,
      mayContinue: chosen !== undefined,
      content: <WhatStep chosen={experiment} onChoose={choose} />,
    },
    {
      title: 'Where',
      summary: target && `${target.cluster}/${target.namespace}`,
      open: chosen !== undefined,
      done: target !== undefined,
      mayContinue: target !== undefined,
      content: (
        <PlaceStep
          clusters={clusters}
          kind={chosen?.kind}
          cluster={cluster}
          namespace={namespace}
          onChange={place}
        />
      ),
    },
    {
      title: 'Targets and limits',
      open: ready,
      done: radius.value !== undefined,
      content: target && draft && (
        <LimitsStep
          cluster={target.cluster}
          place={{
            namespace,
            labels: podLabels(
              entity.metadata.name,
              entity.metadata.annotations,
            ),
          }}
          draft={draft}
          problems={radius.value?.problems}
          onChange={edit}
        />
      ),
    },
    {
      title: 'What it will touch',
      summary: radius.value?.selections[0]?.picked.text,
      open: ready,
      done: radius.value?.launchable ?? false,
      content: <BlastRadiusView reading={radius} />,
    },
    {
      title: 'Review and launch',
      open: ready,
      content: target && draft && (
        <ReviewStep
          target={target}
          draft={draft}
          radius={radius.value}
          environment={
            clusters.find(one => one.cluster === target.cluster)?.environment
          }
          purpose={state.purpose}
          onPurpose={explain}
        />
      ),
    },
  ];
  return <StepList steps={steps} start={start ? REVIEW : 0} />;
}
