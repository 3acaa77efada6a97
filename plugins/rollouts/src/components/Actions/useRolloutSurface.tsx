import { useApi } from '@backstage/frontend-plugin-api';
import { unknownMetrics } from '@slipway/plugin-metrics-common';
import {
  ActionSurface,
  failureMessage,
  missingSources,
  useLivePart,
  useLiveTopic,
  useNow,
} from '@slipway/plugin-portal-react';
import {
  PreviewContext,
  RolloutDetail,
  rolloutDetailTopic,
  RolloutTypes,
  seenStateOf,
} from '@slipway/plugin-rollouts-common';
import { runningWorkTopic } from '@slipway/plugin-work-common';
import { useMemo } from 'react';
import { rolloutsApiRef } from '../../api/RolloutsApi';
import { refParams } from '../../hooks/useRolloutDetail';
import { useRevisionMetrics } from '../../hooks/useRevisionMetrics';
import { stepsText } from '../../lib/words';
import { ImageFields, RevisionField } from './fields';
import { RetryAfterAbort } from './RetryAfterAbort';

/** What the kit needs to know of rollouts to show their actions. */
export function useRolloutSurface(): ActionSurface<RolloutTypes> {
  const api = useApi(rolloutsApiRef);
  return useMemo(
    () => ({
      emptyDraft: {},
      keyOf: ({ core }) => core.uid,
      targetOf: ({ core }) => ({ ...core.ref, kind: 'Rollout' }),
      environmentOf: ({ core }) => core.environment,
      seenOf: ({ core }) => seenStateOf(core),
      contextOf: () => ({ now: Date.now() }),
      useContext: usePreviewContext,
      useCurrent: useCurrentDetail,
      read: ({ core }) => api.getRollout(core.ref),
      stateInWords: ({ core }) => `${core.phase}, ${stepsText(core)}`,
      fields: { 'set-image': ImageFields, undo: RevisionField },
      followUps: { abort: RetryAfterAbort },
      stopsOf: ({ core }, { name }) => api.getStops(core.ref, name),
      async send({ action, subject, seen, draft, override }, typedName) {
        const { message, activityId } = await api.act(
          subject.core.ref,
          action.name,
          {
            seen,
            ...(Object.keys(draft).length > 0 && { args: draft }),
            ...(typedName !== undefined && { confirm: { name: typedName } }),
            ...(override && { override }),
          },
        );
        return { message, recorded: activityId !== undefined };
      },
    }),
    [api],
  );
}

/** The time, the metrics and what runs nearby. A deadline that passes while a dialog is open changes what will happen. */
function usePreviewContext({ core }: RolloutDetail): PreviewContext {
  const now = useNow();
  const metrics = useRevisionMetrics(core.ref);
  const running = useLiveTopic(runningWorkTopic, {});
  return {
    now,
    nearby:
      running.status === 'ready'
        ? {
            work: [...running.items.values()],
            unknown: missingSources(running.freshness).map(
              ({ source, reason }) => ({ plugin: source, reason }),
            ),
          }
        : undefined,
    metrics:
      metrics.status === 'failed'
        ? { canary: unknownMetrics(failureMessage(metrics.error)) }
        : metrics,
  };
}

/** The rollout with its core as it is now. */
function useCurrentDetail(detail: RolloutDetail): RolloutDetail {
  const core = useLivePart(
    rolloutDetailTopic,
    refParams(detail.core.ref),
    'core',
  );
  return core ? { ...detail, core } : detail;
}
