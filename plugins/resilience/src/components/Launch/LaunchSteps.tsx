import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Step from '@mui/material/Step';
import StepButton from '@mui/material/StepButton';
import StepContent from '@mui/material/StepContent';
import Stepper from '@mui/material/Stepper';
import {
  designProblems,
  DesignSpec,
  OptionsAnswer,
  PlaceOption,
  SavedDesign,
  secondsInWords,
  plannedEndSeconds,
  titlesOf,
  withCheckedDurations,
} from '@slipway/plugin-resilience-common';
import { useFetched } from '@slipway/plugin-portal-react';
import { ReactNode, useEffect, useMemo, useState } from 'react';
import { resilienceApiRef } from '../../api/ResilienceApi';
import { useCheck } from '../../hooks/useCheck';
import { HypothesisStep } from './HypothesisStep';
import { ReviewStep } from './ReviewStep';
import { TouchStep } from './TouchStep';
import { WhatStep } from './WhatStep';
import { placeKey, WhereStep } from './WhereStep';

/** The place of a saved design, else one where a run can be made, production last. */
function firstPlace(
  places: readonly PlaceOption[],
  saved: SavedDesign | undefined,
): PlaceOption | undefined {
  const former = saved && places.find(one => placeKey(one) === placeKey(saved));
  const open = places.filter(
    ({ refused, running }) => refused === undefined && running === undefined,
  );
  return (
    former ??
    open.find(({ environment }) => environment !== 'prod') ??
    open[0] ??
    places[0]
  );
}

/** What → where → what it will touch → what is expected → review and launch. */
export function LaunchSteps(props: {
  entityRef: string;
  options: OptionsAnswer;
  saved?: SavedDesign;
}) {
  const { entityRef, options, saved } = props;
  const api = useApi(resilienceApiRef);
  const [step, setStep] = useState(0);
  const [place, setPlace] = useState(() => firstPlace(options.places, saved));
  const [design, setDesign] = useState<DesignSpec>(
    saved?.design ?? options.suggested,
  );
  const target = place && {
    entityRef,
    cluster: place.cluster,
    namespace: place.namespace,
  };
  const offers = useFetched(target && JSON.stringify(target), async () =>
    target ? api.getOffers(target) : [],
  );
  const check = useCheck(target, design);
  const { value: checked } = check;
  useEffect(() => {
    // How long parts run is known to those who run them: the timeline shows what the check says.
    if (checked) {
      setDesign(before => {
        const next = withCheckedDurations(before, checked.parts);
        return JSON.stringify(next) === JSON.stringify(before) ? before : next;
      });
    }
  }, [checked]);
  const problems = useMemo(
    () => designProblems(design, options.limits),
    [design, options.limits],
  );
  const steps: Array<{ title: string; summary?: string; content: ReactNode }> =
    [
      {
        title: 'What',
        summary: `${titlesOf(design.parts) || 'nothing yet'}, ${secondsInWords(
          plannedEndSeconds(design),
        )}`,
        content: (
          <WhatStep
            design={design}
            offers={offers}
            missing={options.missing}
            problems={problems}
            onChange={setDesign}
          />
        ),
      },
      {
        title: 'Where',
        summary: place && placeKey(place),
        content: (
          <WhereStep
            places={options.places}
            chosen={place}
            workload={design.workload}
            onChoose={next => {
              setPlace(next);
              setDesign({ ...design, workload: next.workloads[0] });
            }}
            onWorkload={workload => setDesign({ ...design, workload })}
          />
        ),
      },
      {
        title: 'What it will touch',
        content: <TouchStep design={design} check={check} />,
      },
      {
        title: 'What is expected, and when it stops',
        summary: `${design.hypothesis.thresholds.length} thresholds`,
        content: (
          <HypothesisStep
            design={design}
            problems={problems}
            onChange={setDesign}
          />
        ),
      },
      {
        title: 'Review and launch',
        content: place && target && (
          <ReviewStep
            target={target}
            place={place}
            design={design}
            designId={saved?.id}
            check={checked}
            onChange={setDesign}
          />
        ),
      },
    ];
  return (
    <Stepper nonLinear orientation="vertical" activeStep={step}>
      {steps.map(({ title, summary, content }, index) => (
        <Step key={title} completed={false}>
          <StepButton
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
              <Button variant="contained" onClick={() => setStep(index + 1)}>
                Continue
              </Button>
            )}
          </StepContent>
        </Step>
      ))}
    </Stepper>
  );
}
