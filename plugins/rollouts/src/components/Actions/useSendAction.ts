import { useApi } from '@backstage/frontend-plugin-api';
import {
  ActionResult,
  RolloutActionName,
} from '@slipway/plugin-rollouts-common';
import { useCallback, useState } from 'react';
import { rolloutsApiRef } from '../../api/RolloutsApi';
import { ActionIntent } from './ActionIntent';

/** What is being sent now. */
export interface PendingAction {
  uid: string;
  action: RolloutActionName;
}

/** Sends actions and tells which one is on its way. */
export function useSendAction() {
  const api = useApi(rolloutsApiRef);
  const [pending, setPending] = useState<PendingAction>();

  const send = useCallback(
    async (
      { action, detail: { core }, seen, args }: ActionIntent,
      typedName?: string,
    ): Promise<ActionResult> => {
      setPending({ uid: core.uid, action });
      try {
        return await api.act(core.ref, action, {
          seen,
          ...(Object.keys(args).length > 0 && { args }),
          ...(typedName !== undefined && { confirm: { name: typedName } }),
        });
      } finally {
        setPending(undefined);
      }
    },
    [api],
  );
  return { send, pending, setPending };
}
