import { approvalTopic } from '@slipway/plugin-approvals-common';
import { FaultDraft, launchArgsSchema } from '@slipway/plugin-chaos-common';
import { useLiveTopic } from '@slipway/plugin-portal-react';

/** A launch that was asked for, to continue with exactly that. */
export interface ApprovedStart {
  cluster: string;
  namespace: string;
  draft: FaultDraft;
  purpose: string;
}

/**
 * What the approval of an address was asked for.
 *
 * @param id - of the approval; null where the address names none
 * @returns no start where there is none, or it is not of a fault
 */
export function useApprovedStart(id: string | null): {
  ready: boolean;
  start?: ApprovedStart;
} {
  const live = useLiveTopic(approvalTopic, id ? { id } : undefined);
  if (!id) return { ready: true };
  if (live.status === 'loading') return { ready: false };
  const asked = live.items.get(id)?.asked;
  const args = launchArgsSchema.safeParse(asked?.args);
  if (!asked?.cluster || !asked.namespace || !args.success) {
    return { ready: true };
  }
  const { cluster, namespace } = asked;
  const { draft, purpose = '' } = args.data;
  return { ready: true, start: { cluster, namespace, draft, purpose } };
}
