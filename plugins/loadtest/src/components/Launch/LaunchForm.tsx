import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import {
  durationInWords,
  launch,
  PROFILE_WORDS,
  PROFILES,
  requestsPerUser,
  RUNNERS,
  TargetOffer,
  thresholdInWords,
} from '@slipway/plugin-loadtest-common';
import {
  ActionButton,
  EmptyState,
  formatFigure,
  RelativeTime,
  Section,
  useFetched,
} from '@slipway/plugin-portal-react';
import { useApi } from '@backstage/frontend-plugin-api';
import { useSearchParams } from 'react-router-dom';
import { loadtestApiRef } from '../../api/LoadtestApi';
import {
  LaunchChoice,
  launchChoice,
  offeredTargets,
  placeOf,
  ValidSuite,
} from '../../lib/launchChoice';
import { PROFILE_LABELS } from '../../lib/words';
import { launchFlow } from '../Actions/launchFlow';
import { ScheduleForm } from '../Schedules/ScheduleForm';
import { Choices } from './Choices';
import { CurvePreview } from './CurvePreview';
import { RunningHere } from './RunningHere';

const RUNNER_WORDS = {
  kubernetes: 'Master and workers as pods of the chosen cluster',
  local: 'Locust on the machine of the portal; for development only',
} as const;

/** What to launch, where, what it will do; the choice stands in the address. */
export function LaunchForm(props: { entityRef: string; answer: ValidSuite }) {
  const { entityRef, answer } = props;
  const [query, setQuery] = useSearchParams();
  const choice = launchChoice(entityRef, answer, {
    profile: query.get('profile') ?? undefined,
    at: query.get('at') ?? undefined,
    runner: query.get('runner') ?? undefined,
  });
  if (!choice) {
    return (
      <EmptyState
        title="The suite has nothing to launch"
        description="It needs at least one profile and one target."
      />
    );
  }
  const choose = (name: string) => (value: string) =>
    setQuery(
      old => {
        const next = new URLSearchParams(old);
        next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const { offer } = choice.subject;
  return (
    <>
      <Section title="1. What">
        <Choices
          label="Profile"
          value={choice.profile.name}
          onChange={choose('profile')}
          choices={PROFILES.flatMap(name => {
            const profile = answer.suite.profiles.find(
              one => one.name === name,
            );
            if (!profile) return [];
            const { peakUsers, durationSeconds } = profile.curve;
            return {
              value: name,
              label: PROFILE_LABELS[name],
              detail: `${
                PROFILE_WORDS[name]
              } Up to ${peakUsers} users for ${durationInWords(
                durationSeconds,
              )}.`,
            };
          })}
        />
      </Section>
      <Section title="2. Where">
        <Box sx={{ display: 'grid', gap: 2 }}>
          <Choices
            label="Target"
            value={placeOf(offer)}
            onChange={choose('at')}
            choices={offeredTargets(answer).map(one => ({
              value: placeOf(one),
              label: `${placeOf(one)} (${one.environment})`,
              detail: <TargetWords offer={one} />,
            }))}
          />
          <Choices
            label="Load comes from"
            value={choice.draft.runner}
            onChange={choose('runner')}
            choices={RUNNERS.flatMap(name => {
              const one = offer.runners.find(({ runner }) => runner === name);
              return one
                ? {
                    value: name,
                    label: name,
                    detail: one.reason
                      ? `Cannot be used: ${one.reason}`
                      : RUNNER_WORDS[name],
                  }
                : [];
            })}
          />
        </Box>
      </Section>
      <Section title="3. What it will do">
        <WhatItWillDo choice={choice} />
      </Section>
      <LaunchButton choice={choice} />
      <Box sx={{ mt: 3 }}>
        <Section title="Or start it by a schedule" startOpen={false}>
          <ScheduleForm choice={choice} />
        </Section>
      </Box>
    </>
  );
}

function TargetWords({ offer }: { offer: TargetOffer }) {
  const { target, limits, running, refused } = offer;
  if (limits.maxUsers === 0) {
    return (
      <>{refused[0]?.reason ?? `${target.url}: nothing is allowed here.`}</>
    );
  }
  return (
    <>
      {`${target.url}; at most ${limits.maxUsers} users and ${durationInWords(
        limits.maxDurationSeconds,
      )} here.`}
      {running && (
        <>
          {` ${running.startedBy} loads it since `}
          <RelativeTime at={running.createdAt} />.
        </>
      )}
    </>
  );
}

function WhatItWillDo({ choice }: { choice: LaunchChoice }) {
  const { profile, workers, refused, unusable } = choice;
  const { suite } = choice.subject;
  const rate = profile.curve.peakUsers * requestsPerUser(suite.userClasses);
  return (
    <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
      {refused && <Alert severity="warning">{refused}</Alert>}
      {unusable && <Alert severity="warning">{unusable}</Alert>}
      <span>
        {`Up to ${profile.curve.peakUsers} users offer about ${formatFigure(
          rate,
          'req/s',
        )} at the peak. It lasts ${durationInWords(
          profile.curve.durationSeconds,
        )} and then ends by itself; the first ${durationInWords(
          profile.warmUpSeconds,
        )} are not judged.${
          workers === undefined ? '' : ` Workers needed: ${workers}.`
        }`}
      </span>
      <RunningHere subject={choice.subject} />
      <CurvePreview profile={profile} userClasses={suite.userClasses} />
      <Box>
        {suite.thresholds.length === 0
          ? 'The suite has no thresholds: there will be no verdict.'
          : 'The verdict is made of:'}
        <Box component="ul" sx={{ my: 0.5, pl: 2.5 }}>
          {suite.thresholds.map(threshold => (
            <li key={threshold.id}>
              {`${thresholdInWords(threshold)}${
                threshold.stopOnBreach
                  ? '; the run stops when it is broken'
                  : ''
              }`}
            </li>
          ))}
        </Box>
      </Box>
    </Box>
  );
}

function LaunchButton({ choice }: { choice: LaunchChoice }) {
  const { subject, draft, refused, unusable } = choice;
  const api = useApi(loadtestApiRef);
  const access = useFetched(
    `${subject.entityRef} ${placeOf(subject.offer)}`,
    () => api.getLaunchAccess(subject),
  );
  const { button } = launchFlow.useActionButtons(subject, access);
  const props = button(launch, draft);
  const reason = refused ?? unusable;
  return (
    <ActionButton
      {...props}
      label="Launch…"
      state={
        props.state.enabled && reason !== undefined
          ? { enabled: false, reason }
          : props.state
      }
      variant="contained"
    />
  );
}
