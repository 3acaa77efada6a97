import {
  approvalsReadPermission,
  Approval,
  ApprovalState,
  ApprovalUse,
} from '@slipway/plugin-approvals-common';
import { NeededPermission, SlipwayState } from '@slipway/plugin-portal-react';

/** What it takes to see approvals. */
export const SEE_APPROVALS: NeededPermission = {
  what: 'see approvals',
  permission: approvalsReadPermission.name,
  grantedBy: 'the platform group',
};

/** How each state is called and coloured. */
export const STATE_WORDS: Readonly<
  Record<ApprovalState, { label: string; state: SlipwayState }>
> = {
  waiting: { label: 'Waiting', state: 'waiting' },
  allowed: { label: 'Allowed', state: 'healthy' },
  refused: { label: 'Refused', state: 'degraded' },
  withdrawn: { label: 'Withdrawn', state: 'unknown' },
  expired: { label: 'Expired', state: 'unknown' },
  used: { label: 'Used', state: 'progressing' },
};

/** What became of what an approval was used for. An outcome that nobody wrote down is not known. */
export function outcomeWords({ outcome, error }: ApprovalUse): string {
  const why = error ? ` ${error}` : '';
  switch (outcome) {
    case 'succeeded':
      return 'It was done.';
    case 'failed':
      return `It failed, and nothing was changed.${why}`;
    case 'partial':
      return `Only a part of it was done.${why}`;
    case 'unknown':
      return `It is not known whether it was done.${why}`;
    default:
      return 'What became of it is not recorded: it is being done now, or the portal stopped in the middle. The activity of the service has the rest.';
  }
}

/** Where an approval can be used: the page of its action, with the approval named. */
export function launchPath({
  id,
  path,
}: Pick<Approval, 'id' | 'path'>): string | undefined {
  if (path === undefined) return undefined;
  return `${path}${path.includes('?') ? '&' : '?'}approval=${id}`;
}

/** `gke-prod/ecommerce`; undefined for what is in no place. */
export function placeText(asked: {
  cluster?: string;
  namespace?: string;
}): string | undefined {
  return (
    [asked.cluster, asked.namespace].filter(Boolean).join('/') || undefined
  );
}
