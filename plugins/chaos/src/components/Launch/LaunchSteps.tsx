import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Step from '@mui/material/Step';
import StepButton from '@mui/material/StepButton';
import StepContent from '@mui/material/StepContent';
import Stepper from '@mui/material/Stepper';
import {
  ClusterKinds,
  experimentOf,
  podLabels,
} from '@slipway/plugin-chaos-common';
import { ReactNode, useState } from 'react';
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
  const [step, setStep] = useState(start ? REVIEW : 0);
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

  const steps: Array<{
    title: string;
    summary?: string;
    open: boolean;
    content: ReactNode;
    done: boolean;
  }> = [
    {
      title: 'What',
      summary: chosen?.title,
      open: true,
      done: chosen !== undefined,
      content: <WhatStep chosen={experiment} onChoose={choose} />,
    },
    {
      title: 'Where',
      summary: target && `${target.cluster}/${target.namespace}`,
      open: chosen !== undefined,
      done: target !== undefined,
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
      done: false,
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
  return (
    <Stepper nonLinear orientation="vertical" activeStep={step}>
      {steps.map(({ title, summary, open, content, done }, index) => (
        <Step key={title} completed={done && index !== step}>
          <StepButton
            disabled={!open}
            onClick={() => setStep(index)}
            optional={
              summary && (
                <Box component="span" sx={{ fontSize: 13 }}>
                  {summary}
                </Box>
              )
            }
          >
            {title}
          </StepButton>
          <StepContent TransitionProps={{ timeout: 0 }}>
            <Box sx={{ py: 1, minWidth: 0 }}>{content}</Box>
            {index < steps.length - 1 && (
              <Button
                variant="contained"
                disabled={index < 2 ? !done : !ready}
                onClick={() => setStep(index + 1)}
              >
                Continue
              </Button>
            )}
          </StepContent>
        </Step>
      ))}
    </Stepper>
  );
}
