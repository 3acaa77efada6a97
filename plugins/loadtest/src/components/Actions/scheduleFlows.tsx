import { parseEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  ChangeScheduleTypes,
  deleteSchedule,
  LaunchSubject,
  LoadSchedule,
  pauseSchedule,
  resumeSchedule,
  schedule,
  ScheduleDraft,
  ScheduleTypes,
} from '@slipway/plugin-loadtest-common';
import {
  ActionButton,
  ActionSurface,
  createActionFlow,
  useFetched,
} from '@slipway/plugin-portal-react';
import { ReactNode, useMemo } from 'react';
import { loadtestApiRef } from '../../api/LoadtestApi';
import { placeOf } from '../../lib/launchChoice';

const newFlow = createActionFlow<ScheduleTypes>('load test');
const changeFlow = createActionFlow<ChangeScheduleTypes>('schedule');

/** Owns the dialog and the sending of new schedules below it. */
export function NewScheduleProvider(props: {
  onScheduled: () => void;
  children: ReactNode;
}) {
  const { onScheduled, children } = props;
  const api = useApi(loadtestApiRef);
  const surface = useMemo<ActionSurface<ScheduleTypes>>(
    () => ({
      emptyDraft: {},
      keyOf: ({ entityRef, offer }) => `${entityRef} ${placeOf(offer)}`,
      targetOf: ({ entityRef, offer: { target } }) => ({
        cluster: target.cluster,
        namespace: target.namespace,
        name: parseEntityRef(entityRef).name,
        kind: 'Service',
      }),
      environmentOf: ({ offer }) => ({ environment: offer.environment }),
      seenOf: ({ hash }) => ({ hash }),
      contextOf: () => undefined,
      useContext: () => undefined,
      useCurrent: subject => subject,
      stateInWords: () => 'not scheduled',
      notDone: () => 'Nothing was scheduled',
      async send(intent) {
        const answer = await api.schedule(intent);
        onScheduled();
        return {
          message: answer.message,
          recorded: answer.activityId !== undefined,
        };
      },
    }),
    [api, onScheduled],
  );
  return (
    <newFlow.ActionFlowProvider surface={surface}>
      {children}
    </newFlow.ActionFlowProvider>
  );
}

/** Asks, and makes the schedule. */
export function ScheduleButton(props: {
  subject: LaunchSubject;
  draft: ScheduleDraft;
}) {
  const { subject, draft } = props;
  const api = useApi(loadtestApiRef);
  const access = useFetched(
    `${subject.entityRef} ${placeOf(subject.offer)}`,
    () => api.getNewScheduleAccess(subject),
  );
  const { button } = newFlow.useActionButtons(subject, access);
  return (
    <ActionButton
      {...button(schedule, draft)}
      label="Schedule…"
      variant="outlined"
    />
  );
}

/** Owns the sending of changes of schedules below it. */
export function ChangeScheduleProvider(props: {
  onChanged: () => void;
  children: ReactNode;
}) {
  const { onChanged, children } = props;
  const api = useApi(loadtestApiRef);
  const surface = useMemo<ActionSurface<ChangeScheduleTypes>>(
    () => ({
      emptyDraft: {},
      keyOf: ({ id }) => id,
      targetOf: ({ entityRef, cluster, namespace }) => ({
        cluster,
        namespace,
        name: parseEntityRef(entityRef).name,
        kind: 'Schedule',
      }),
      // The change is in the portal; what would start is never in production.
      environmentOf: () => ({ environment: 'dev' }),
      seenOf: () => ({}),
      contextOf: () => undefined,
      useContext: () => undefined,
      useCurrent: subject => subject,
      stateInWords: ({ state }) => state,
      notDone: () => 'The schedule was not changed',
      async send({ subject, action }) {
        const answer = await api.changeSchedule(subject.id, action.name);
        onChanged();
        return {
          message: answer.message,
          recorded: answer.activityId !== undefined,
        };
      },
    }),
    [api, onChanged],
  );
  return (
    <changeFlow.ActionFlowProvider surface={surface}>
      {children}
    </changeFlow.ActionFlowProvider>
  );
}

/** Pause or resume, and delete. */
export function ScheduleButtons({ schedule: one }: { schedule: LoadSchedule }) {
  const api = useApi(loadtestApiRef);
  const access = useFetched(`${one.id} ${one.state}`, () =>
    api.getScheduleAccess(one.id),
  );
  const { button } = changeFlow.useActionButtons(one, access);
  return (
    <>
      <ActionButton
        {...button(one.state === 'paused' ? resumeSchedule : pauseSchedule)}
        size="small"
      />
      <ActionButton {...button(deleteSchedule)} size="small" color="error" />
    </>
  );
}
