import { useApi } from '@backstage/frontend-plugin-api';
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
import { LaunchStep, StepList, useFetched } from '@slipway/plugin-portal-react';
import { useEffect, useMemo, useState } from 'react';
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
  const steps: LaunchStep[] = [
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
  return <StepList steps={steps} />;
}
