import { parseEntityRef } from '@backstage/catalog-model';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import {
  BlastRadius,
  draftEffect,
  FaultDraft,
  launch,
  LaunchTypes,
} from '@slipway/plugin-chaos-common';
import { ResolvedEnvironment } from '@slipway/plugin-clusters-common';
import {
  ActionButton,
  ActionSurface,
  createActionFlow,
  useFetched,
} from '@slipway/plugin-portal-react';
import { ReactNode, useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import { chaosApiRef, LaunchTarget } from '../../api/ChaosApi';
import { faultRouteRef } from '../../routes';
import { useHaltState } from '../Actions/haltFlow';
import { YamlText } from '../YamlText';

const flow = createActionFlow<LaunchTypes>('launch');
const NOT_HALTED = { halted: false } as const;

/** In words and as YAML, what for, and the launch itself. */
export function ReviewStep(props: {
  target: LaunchTarget;
  draft: FaultDraft;
  radius?: BlastRadius;
  environment?: ResolvedEnvironment;
  purpose: string;
  onPurpose: (purpose: string) => void;
}) {
  const { target, draft, radius, environment, purpose, onPurpose } = props;
  return (
    <LaunchFlowProvider
      target={target}
      environment={radius?.environment ?? environment}
    >
      <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '100%' }}>
        <Typography>{radius?.effect ?? `${draftEffect(draft)}.`}</Typography>
        {radius?.selections.map(({ path, picked, failure }) => (
          <Typography key={path}>{failure ?? picked.text}</Typography>
        ))}
        <TextField
          size="small"
          label="Why"
          value={purpose}
          onChange={event => onPurpose(event.target.value)}
          inputProps={{ maxLength: 300 }}
          helperText="Optional. Others read it on the page of the fault."
          sx={{ maxWidth: 560 }}
        />
        {radius && <YamlText text={radius.yaml} label="YAML of the fault" />}
        <LaunchButton
          target={target}
          draft={draft}
          radius={radius}
          purpose={purpose}
        />
      </Box>
    </LaunchFlowProvider>
  );
}

function argsOf({ draft, purpose }: LaunchTypes['draft']) {
  if (!draft) throw new Error('no fault was chosen');
  return { draft, ...(purpose ? { purpose } : {}) };
}

function LaunchFlowProvider(props: {
  target: LaunchTarget;
  environment?: ResolvedEnvironment;
  children: ReactNode;
}) {
  const { target, environment, children } = props;
  const api = useApi(chaosApiRef);
  const linkOf = useRouteRef(faultRouteRef);
  const navigate = useNavigate();
  const { entityRef, cluster, namespace } = target;
  const surface = useMemo<ActionSurface<LaunchTypes>>(
    () => ({
      emptyDraft: {},
      keyOf: () => `${entityRef} ${cluster}/${namespace}`,
      targetOf: () => ({
        cluster,
        namespace,
        name: parseEntityRef(entityRef).name,
        kind: 'Service',
      }),
      ...(environment && { environmentOf: () => environment }),
      seenOf: () => ({ matched: [] }),
      contextOf: () => undefined,
      useContext: () => undefined,
      useCurrent: useCurrentHalt,
      stateInWords: ({ halt }) => (halt.halted ? 'halted' : 'not halted'),
      notDone: () => 'No fault was launched',
      approvals: {
        plugin: 'chaos',
        entityRefOf: () => entityRef,
        boundOf: (_subject, form) => ({ args: argsOf(form) }),
        ask: ({ draft, seen }, reason) =>
          api.askToLaunch(
            { entityRef, cluster, namespace },
            { seen, args: argsOf(draft), reason },
          ),
      },
      async send({ draft: form, seen }, typedName, approvalId) {
        const args = argsOf(form);
        const { message, activityId } = await api.launch(
          { entityRef, cluster, namespace },
          { seen, args },
          typedName,
          approvalId,
        );
        const { kind, name } = args.draft;
        const to = linkOf?.({ cluster, namespace, kind, name });
        if (to) navigate(to);
        return { message, recorded: activityId !== undefined };
      },
    }),
    [api, linkOf, navigate, entityRef, cluster, namespace, environment],
  );
  return (
    <flow.ActionFlowProvider surface={surface}>
      {children}
    </flow.ActionFlowProvider>
  );
}

function useCurrentHalt(before: LaunchTypes['subject']) {
  const halt = useHaltState();
  return useMemo(() => (halt ? { halt } : before), [halt, before]);
}

function LaunchButton(props: {
  target: LaunchTarget;
  draft: FaultDraft;
  radius?: BlastRadius;
  purpose: string;
}) {
  const { target, draft, radius, purpose } = props;
  const api = useApi(chaosApiRef);
  const subject = { halt: useHaltState() ?? NOT_HALTED };
  const access = useFetched(JSON.stringify(target), () =>
    api.getLaunchAccess(target),
  );
  const { start } = flow.useActionFlow();
  const { button } = flow.useActionButtons(subject, access);
  const form = { draft, radius, purpose: purpose.trim() || undefined };
  const missing = launch.missing?.(form);
  const { state, ...look } = button(launch, form);
  return (
    <Box>
      <ActionButton
        {...look}
        state={
          state.enabled && missing !== undefined
            ? { enabled: false, reason: missing }
            : state
        }
        // What was on the screen is what is sent.
        onPress={() =>
          start({
            action: launch,
            subject,
            draft: form,
            seen: radius?.seen ?? { matched: [] },
          })
        }
        variant="contained"
        color="error"
      />
      {state.enabled && missing !== undefined && (
        <Alert severity="info" sx={{ mt: 1, py: 0 }}>
          {missing}
        </Alert>
      )}
    </Box>
  );
}
