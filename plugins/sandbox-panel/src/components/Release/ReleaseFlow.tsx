import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { ActionSurface, FollowUpProps } from '@slipway/plugin-portal-react';
import {
  PanelService,
  ReleasePlace,
  ServiceTypes,
  startRelease,
} from '@slipway/plugin-sandbox-panel-common';
import { ReactNode, useCallback, useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import { sandboxPanelApiRef } from '../../api/SandboxPanelApi';
import { useDemo } from '../../hooks/useDemo';
import { rolloutRouteRef } from '../../routes';
import { QualityField } from './QualityField';
import { serviceFlow } from './serviceFlow';
import { WatchLink } from './WatchLink';

/** Path of a rollout's page; undefined where that page is not installed. */
export function useRolloutLink(): (place: ReleasePlace) => string | undefined {
  const rollout = useRouteRef(rolloutRouteRef);
  return useCallback(
    ({ cluster, namespace, service }) =>
      rollout?.({ cluster, namespace, name: service }),
    [rollout],
  );
}

/** Owns the dialog and the sending for all buttons below it. */
export function ReleaseFlowProvider({ children }: { children: ReactNode }) {
  return (
    <serviceFlow.ActionFlowProvider surface={useServiceSurface()}>
      {children}
    </serviceFlow.ActionFlowProvider>
  );
}

/** The button of one service: state, and how it is pressed. */
export function useReleaseButtons(cluster: string, now: PanelService) {
  const { demo } = useDemo();
  const { namespace, service, mayRelease } = now;
  return serviceFlow.useActionButtons(
    {
      place: { cluster, namespace, service },
      now,
      outlooks: demo?.outlooks[service],
    },
    {
      status: 'ready',
      value: { actions: { [startRelease.name]: mayRelease } },
    },
  );
}

/** What the kit needs to know of the services of the sandbox to show their actions. */
function useServiceSurface(): ActionSurface<ServiceTypes> {
  const api = useApi(sandboxPanelApiRef);
  const linkOf = useRolloutLink();
  const navigate = useNavigate();
  const { refresh } = useDemo();
  return useMemo(() => {
    function Watch({ intent, close }: FollowUpProps<ServiceTypes>) {
      const to = linkOf(intent.subject.place);
      return to ? (
        <WatchLink
          to={to}
          onFollow={() => {
            close();
            navigate(to);
          }}
        />
      ) : null;
    }
    return {
      emptyDraft: { quality: 'good' },
      keyOf: ({ place: { cluster, namespace, service } }) =>
        `${cluster}/${namespace}/${service}`,
      targetOf: ({ place: { service, ...place } }) => ({
        ...place,
        name: service,
        kind: 'Service',
      }),
      seenOf: () => ({}),
      contextOf: () => undefined,
      useContext: () => undefined,
      useCurrent: useCurrentService,
      stateInWords: ({ now }) => now?.phase ?? 'no longer there',
      fields: { 'sandbox-release': QualityField },
      followUps: { 'sandbox-release': Watch },
      notDone: () => 'No release was started',
      async send({ subject: { place }, draft: { quality } }) {
        const started = await api.release({ ...place, quality });
        // Whether it can be shown already is no part of whether it has started.
        refresh();
        return {
          message: `${started.service} ${started.tag} started on ${started.cluster}/${started.namespace}`,
          recorded: true,
        };
      },
    };
  }, [api, linkOf, navigate, refresh]);
}

/** The service as the newest answer of the sandbox has it. */
function useCurrentService({
  place,
  ...last
}: ServiceTypes['subject']): ServiceTypes['subject'] {
  const { demo } = useDemo();
  if (!demo) return { place, ...last };
  return {
    place,
    now: demo.clusters
      .find(({ name }) => name === place.cluster)
      ?.services.find(
        ({ namespace, service }) =>
          namespace === place.namespace && service === place.service,
      ),
    outlooks: demo.outlooks[place.service],
  };
}
