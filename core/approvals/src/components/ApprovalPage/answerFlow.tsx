import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import {
  allow,
  Approval,
  approvalTopic,
  ApprovalTypes,
  MAX_REASON,
  refuse,
  withdraw,
} from '@slipway/plugin-approvals-common';
import { shortRef } from '@slipway/plugin-break-glass-common';
import {
  ActionButton,
  ActionFields,
  ActionSurface,
  createActionFlow,
  useFetched,
  useLiveItem,
} from '@slipway/plugin-portal-react';
import { ComponentProps, ReactNode, useMemo } from 'react';
import { approvalsApiRef } from '../../api/ApprovalsApi';
import { STATE_WORDS } from '../../lib/words';

const flow = createActionFlow<ApprovalTypes>('approval');

type Fields = ComponentProps<ActionFields<ApprovalTypes>>;

function ReasonField(props: Fields & { label: string; required?: boolean }) {
  const { draft, onChange, label, required } = props;
  return (
    <TextField
      label={label}
      value={draft.reason ?? ''}
      onChange={event => onChange({ reason: event.target.value })}
      required={required}
      multiline
      maxRows={4}
      inputProps={{ maxLength: MAX_REASON }}
      helperText="The requester reads it."
    />
  );
}

const FIELDS = {
  allow: (props: Fields) => <ReasonField {...props} label="Note (optional)" />,
  refuse: (props: Fields) => <ReasonField {...props} label="Reason" required />,
};

/** Owns the dialog and the sending of answers below it. */
export function AnswerFlowProvider({ children }: { children: ReactNode }) {
  const api = useApi(approvalsApiRef);
  const surface = useMemo<ActionSurface<ApprovalTypes>>(
    () => ({
      emptyDraft: {},
      keyOf: ({ id }) => id,
      targetOf: ({ asked, requester }) => ({
        cluster: asked.cluster ?? 'portal',
        namespace: asked.namespace ?? 'approvals',
        name: `of ${shortRef(requester)}`,
      }),
      seenOf: ({ digest, state }) => ({ digest, state }),
      contextOf: () => undefined,
      useContext: () => undefined,
      useCurrent: useCurrentApproval,
      stateInWords: ({ state }) => STATE_WORDS[state].label.toLowerCase(),
      notDone: () => 'Nothing was answered',
      fields: FIELDS,
      async send({ action, subject, seen, draft }) {
        const reason = draft.reason?.trim();
        const { message, activityId } = await api.act(subject.id, action.name, {
          seen,
          ...(reason ? { args: { reason } } : {}),
        });
        return { message, recorded: activityId !== undefined };
      },
    }),
    [api],
  );
  return (
    <flow.ActionFlowProvider surface={surface}>
      {children}
    </flow.ActionFlowProvider>
  );
}

/** The approval as it is now. */
function useCurrentApproval(before: Approval): Approval {
  return useLiveItem(approvalTopic, { id: before.id }, before.id) ?? before;
}

/** Allow and refuse; for the requester, withdraw. */
export function AnswerButtons(props: { approval: Approval; own: boolean }) {
  const { approval, own } = props;
  const api = useApi(approvalsApiRef);
  const access = useFetched(`${approval.id} ${approval.state}`, () =>
    api.getAccess(approval.id),
  );
  const { button } = flow.useActionButtons(approval, access);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
      <ActionButton {...button(allow)} variant="contained" />
      <ActionButton {...button(refuse)} variant="outlined" color="error" />
      {own && <ActionButton {...button(withdraw)} variant="outlined" />}
    </Box>
  );
}
