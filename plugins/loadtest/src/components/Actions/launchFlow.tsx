import { parseEntityRef } from '@backstage/catalog-model';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { LaunchTypes } from '@slipway/plugin-loadtest-common';
import { ActionSurface, createActionFlow } from '@slipway/plugin-portal-react';
import { ReactNode, useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import { loadtestApiRef } from '../../api/LoadtestApi';
import { placeOf } from '../../lib/launchChoice';
import { runRouteRef } from '../../routes';

/** The one way to launch a load test in the browser. */
export const launchFlow = createActionFlow<LaunchTypes>('load test');

/** Owns the dialog and the sending of launches below it. */
export function LaunchFlowProvider(props: {
  /** Reads the suite again after a launch. */
  onLaunched: () => void;
  children: ReactNode;
}) {
  const { onLaunched, children } = props;
  const api = useApi(loadtestApiRef);
  const linkOf = useRouteRef(runRouteRef);
  const navigate = useNavigate();
  const surface = useMemo<ActionSurface<LaunchTypes>>(
    () => ({
      emptyDraft: {},
      keyOf: ({ entityRef, offer }) => `${entityRef} ${placeOf({ ...offer })}`,
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
      stateInWords: ({ offer }) =>
        offer.running ? 'loaded by another run' : 'not loaded',
      notDone: () => 'No load test was started',
      approvals: {
        plugin: 'loadtest',
        entityRefOf: ({ entityRef }) => entityRef,
        boundOf: ({ hash }, draft) => ({ args: draft, state: { suite: hash } }),
        ask: (intent, reason) => api.askToLaunch(intent, reason),
      },
      async send(intent, typedName, approvalId) {
        const answer = await api.launch(intent, typedName, approvalId);
        onLaunched();
        const to = linkOf?.({ id: answer.runId });
        if (to) navigate(to);
        return {
          message: answer.message,
          recorded: answer.activityId !== undefined,
        };
      },
    }),
    [api, linkOf, navigate, onLaunched],
  );
  return (
    <launchFlow.ActionFlowProvider surface={surface}>
      {children}
    </launchFlow.ActionFlowProvider>
  );
}
