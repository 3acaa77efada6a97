import { ConflictError } from '@backstage/errors';
import {
  ActionTypes,
  defineAction,
  hasChangedSince,
  noArgs,
} from '@slipway/plugin-actions-common';
import { PatchWrite } from '@slipway/plugin-clusters-common';
import { z } from 'zod/v3';
import { Freeze, FREEZES, FreezeView } from '../freeze';
import { freezesLiftPermission } from '../permissions';

/** What the user saw of a freeze. */
export interface SeenFreeze {
  uid: string;
  state: FreezeView['state'];
}

export const seenFreezeSchema = z
  .object({ uid: z.string(), state: z.enum(['active', 'lifted']) })
  .strict();

/** The types of all actions on a freeze. */
export interface FreezeTypes extends ActionTypes {
  name: 'lift';
  subject: FreezeView;
  draft: Record<string, never>;
  context: undefined;
  seen: SeenFreeze;
  fresh: Freeze;
  write: PatchWrite;
}

const GUARD = ['uid', 'state'] as const;
const LIFTED = 'It is lifted already.';

/** Ends a freeze: the service may be released again. */
export const lift = defineAction<FreezeTypes, undefined>({
  name: 'lift',
  words: { label: 'Lift' },
  permission: freezesLiftPermission,
  args: noArgs,
  risk: { severity: 'medium', typedIn: ['prod'] },
  guard: GUARD,
  gate: ({ state }) => (state === 'lifted' ? LIFTED : undefined),
  preview: ({ ref }) => ({
    effect: 'The service may be released again.',
    warnings: [],
    command: `kubectl --context ${ref.cluster} --namespace ${ref.namespace} patch freeze ${ref.name} --type merge --patch '{"spec":{"lifted":true}}'`,
  }),
  plan({ metadata, lifted }, _, seen) {
    const now: SeenFreeze = {
      uid: metadata.uid,
      state: lifted ? 'lifted' : 'active',
    };
    if (hasChangedSince(seen, now, GUARD)) {
      throw new ConflictError(
        `${metadata.name} changed since you looked: it is now ${now.state}.`,
      );
    }
    if (lifted) throw new ConflictError(LIFTED);
    return {
      writes: [
        {
          verb: 'patch',
          resource: FREEZES,
          namespace: metadata.namespace ?? '',
          name: metadata.name,
          operations: [
            { op: 'test', path: '/metadata/uid', value: metadata.uid },
            { op: 'add', path: '/spec/lifted', value: true },
          ],
        },
      ],
      before: { lifted: false },
      after: { lifted: true },
    };
  },
});
