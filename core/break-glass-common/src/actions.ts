import {
  ActionTypes,
  defineAction,
  noArgs,
  NothingSeen,
} from '@slipway/plugin-actions-common';
import {
  breakGlassEndPermission,
  breakGlassOpenPermission,
} from './permissions';
import { clockUtc, entityTarget, shortRef } from './rules';
import { GrantBounds, openGrantSchema } from './schema';
import { BreakGlassGrant, OpenGrantRequest } from './types';

/** The types of the action that opens a grant. */
export interface OpenGrantTypes extends ActionTypes {
  name: 'break-glass-open';
  draft: Partial<OpenGrantRequest>;
  seen: NothingSeen;
  /** The entity in the catalog's spelling. */
  fresh: { entityRef: string };
  write: BreakGlassGrant;
}

/** The types of the action that ends one. */
export interface EndGrantTypes extends ActionTypes {
  name: 'break-glass-end';
  seen: NothingSeen;
  fresh: BreakGlassGrant;
  write: { id: string; at: string };
}

const targetOf = (entityRef: string) => ({
  ...entityTarget(entityRef),
  entityRef,
});
const beforeOf = ({ id, until }: BreakGlassGrant) => ({
  breakGlass: id,
  until,
});

/** Gives the user leave to act on one entity for a while; the bounds are those of the configuration. */
export const openGrantAction = (bounds: GrantBounds) =>
  defineAction<OpenGrantTypes, OpenGrantRequest>({
    name: 'break-glass-open',
    words: { label: 'Break the glass', recordedAs: 'break-glass-opened' },
    permission: breakGlassOpenPermission,
    args: openGrantSchema(bounds),
    risk: { severity: 'critical' },
    guard: [],
    gate: () => undefined,
    preview: () => ({
      effect: 'The owner of the entity is notified, and everybody can see it.',
      warnings: [],
    }),
    plan: ({ entityRef }, { reason, minutes }, _seen, { actor, now, id }) => {
      const until = new Date(Date.parse(now) + minutes * 60_000).toISOString();
      const grant: BreakGlassGrant = {
        id,
        userEntityRef: actor,
        entityRef,
        reason,
        openedAt: now,
        until,
      };
      return {
        writes: [grant],
        target: targetOf(entityRef),
        summary: `Break the glass for ${shortRef(entityRef)} until ${clockUtc(
          until,
        )}: ${reason}`,
        severity: 'warning',
        before: beforeOf(grant),
        after: {},
      };
    },
  });

/** Ends a grant before its time. The safe direction: it needs no record. */
export const endGrantAction = defineAction<EndGrantTypes, undefined>({
  name: 'break-glass-end',
  words: { label: 'End break-glass', recordedAs: 'break-glass-ended' },
  permission: breakGlassEndPermission,
  args: noArgs,
  risk: { severity: 'high', unrecordedOk: true },
  guard: [],
  gate: () => undefined,
  preview: () => ({
    effect: 'The user may no longer act on the entity.',
    warnings: [],
  }),
  plan: (grant, _args, _seen, { actor, now }) => {
    const whose =
      actor === grant.userEntityRef
        ? ''
        : ` of ${shortRef(grant.userEntityRef)}`;
    return {
      writes: [{ id: grant.id, at: now }],
      target: targetOf(grant.entityRef),
      summary: `End break-glass${whose} for ${shortRef(grant.entityRef)}`,
      before: beforeOf(grant),
      after: {},
    };
  },
});
