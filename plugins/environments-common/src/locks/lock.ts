import { z } from 'zod/v3';
import { untilInWords } from '../ttl/ttl';
import { HeldLock, StepName } from '../types';

/**
 * What Terraform writes into a lock.
 *
 * @see https://github.com/hashicorp/terraform/blob/v1.11.4/internal/states/statemgr/locker.go (LockInfo)
 */
export const lockInfoSchema = z.object({
  ID: z.string().min(1).max(200),
  Operation: z.string().max(200).catch(''),
  Who: z.string().max(500).catch(''),
  Created: z.string().max(100).catch(''),
});
export type LockInfo = z.infer<typeof lockInfoSchema>;

/** Reads a lock object; undefined for what is none. */
export function readLockInfo(text: string): LockInfo | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const read = lockInfoSchema.safeParse(json);
  return read.success ? read.data : undefined;
}

const OPERATIONS: Record<string, string> = {
  OperationTypePlan: 'plan',
  OperationTypeApply: 'apply',
  OperationTypeRefresh: 'refresh',
  OperationTypeInvalid: 'command',
};

/** A step of ours that recorded the id of the lock while it ran. */
export interface OurLock {
  operationId: string;
  environment: string;
  step: StepName;
  startedBy: string;
}

/** What is known of the process or Job that took a lock. */
export type HolderProof = 'dead' | 'alive' | 'unknown';

/**
 * Says of a lock who holds it, since when and for what, and whether the portal
 * may release it: only one whose id it recorded itself, of a process that is
 * proven to have ended.
 */
export function explainLock(
  info: LockInfo,
  ours: OurLock | undefined,
  proof: HolderProof,
  now: number,
): HeldLock {
  const created = Date.parse(info.Created);
  const since = Number.isNaN(created) ? '' : new Date(created).toISOString();
  const what = OPERATIONS[info.Operation] ?? (info.Operation || 'command');
  const when = since ? ` since ${since} (${untilInWords(since, now)})` : '';
  const holder = ours
    ? `${ours.step} of operation ${ours.operationId}, started by ${ours.startedBy}`
    : `${info.Who || 'somebody'} with ${
        /^[aeiou]/.test(what) ? 'an' : 'a'
      } ${what}, not with the portal`;
  return {
    id: info.ID,
    who: ours ? ours.startedBy : info.Who,
    since,
    operation: info.Operation,
    ...(ours
      ? { ours: { operationId: ours.operationId, step: ours.step } }
      : {}),
    explained: `The state is locked${when} by ${holder}.`,
    ...unlockDecision(ours, proof, info),
    command: `terraform force-unlock ${quoted(info.ID)}`,
  };
}

function unlockDecision(
  ours: OurLock | undefined,
  proof: HolderProof,
  { Who }: LockInfo,
): Pick<HeldLock, 'mayUnlock' | 'reason'> {
  if (!ours) {
    return {
      mayUnlock: false,
      reason: `The portal did not take this lock. Ask ${
        Who || 'whoever ran Terraform'
      }; when it is certain that nothing runs there, the platform team releases it.`,
    };
  }
  if (proof === 'alive') {
    return {
      mayUnlock: false,
      reason: 'Its process is still running: wait for it, or cancel it.',
    };
  }
  return proof === 'dead'
    ? {
        mayUnlock: true,
        reason:
          'The portal took it, and the process that held it has ended without releasing it.',
      }
    : {
        mayUnlock: false,
        reason:
          'It is not known whether its process has ended: it ran on another machine.',
      };
}

/** An id as one word of a command line to copy. */
function quoted(id: string): string {
  return /^[\w-]+$/.test(id) ? id : `'${id.replace(/'/g, "'\\''")}'`;
}
