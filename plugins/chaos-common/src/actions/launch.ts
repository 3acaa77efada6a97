import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import { ActionTypes, defineAction } from '@slipway/plugin-actions-common';
import { Write } from '@slipway/plugin-clusters-common';
import { draftEffect } from '../checks/effect';
import { FaultDraft } from '../draft';
import { CHAOS_KINDS } from '../kinds';
import { launchPermission } from '../permissions';
import { BlastRadius, DraftProblem, SeenTargets } from '../preview';
import { LaunchArgs, launchArgsSchema } from '../routes';
import { HaltState } from '../types';
import { launchAnnotations, PART_LABEL } from '../view';

/** What a launch is decided by, before a draft is there. */
export interface LaunchSubject {
  halt: HaltState;
}

/** What a user has filled in. */
export interface LaunchForm {
  draft?: FaultDraft;
  purpose?: string;
  /** The preview of exactly this draft; absent while there is none. */
  radius?: BlastRadius;
}

/** What is read for a launch. */
export interface LaunchFacts {
  namespace: string;
  entityRef: string;
  /** The preview as it is now, for the draft of the arguments. */
  radius: BlastRadius;
}

export interface LaunchTypes extends ActionTypes {
  name: 'launch';
  subject: LaunchSubject;
  draft: LaunchForm;
  context: undefined;
  seen: SeenTargets;
  fresh: LaunchFacts;
  write: Write;
}

/** Why nothing new may be launched. */
export function haltedReason({ halted, by, reason }: HaltState) {
  return halted
    ? `Faults are halted by ${by ?? 'somebody'}: ${
        reason ?? 'no reason was given'
      }. None can be launched until that is lifted.`
    : undefined;
}

/** `spec.duration must be …`, for a refusal. */
export function problemText({ path, message }: DraftProblem): string {
  return path === '' || /^[A-Z]/.test(message) ? message : `${path} ${message}`;
}

function refuse(problems: readonly DraftProblem[]) {
  const refused = problems.filter(({ severity }) => severity === 'refused');
  if (refused.length === 0) return;
  const words = refused
    .map(each => `${problemText(each)} [${each.rule}]`)
    .join(' ');
  throw refused.some(({ origin }) => origin === 'guardrail')
    ? new NotAllowedError(words)
    : new InputError(words);
}

/** More than what was seen would be hit. */
function requireSeen({ matched }: SeenTargets, now: BlastRadius) {
  const known = new Set(matched);
  const fresh = now.seen.matched.filter(name => !known.has(name));
  if (fresh.length > 0) {
    throw new ConflictError(
      `The targets changed since you looked: ${fresh.slice(0, 3).join(', ')}${
        fresh.length > 3 ? ` and ${fresh.length - 3} more` : ''
      } would be hit too. Review it again.`,
    );
  }
}

/** Creates a fault for an entity in a place. Judged on the pods that match at that moment. */
export const launch = defineAction<LaunchTypes, LaunchArgs>({
  name: 'launch',
  words: {
    label: 'Launch',
    phrase: 'Launch fault on',
    recordedAs: 'launch',
    menuSuffix: '…',
  },
  permission: launchPermission,
  args: launchArgsSchema,
  risk: { severity: 'high', typedIn: ['prod'], danger: true },
  agent: {
    description:
      'Launches a fault of Chaos Mesh on a service: args.draft is { kind, name, spec }, args.purpose says why. Ask preview-fault first.',
  },
  guard: [],
  gate: ({ halt }) => haltedReason(halt),
  approval: {
    shown: (_subject, { radius }) => radius?.approval,
    required({ entityRef, radius }, { draft }) {
      const { approval } = radius;
      if (approval === undefined) return undefined;
      const query = new URLSearchParams({ entity: entityRef });
      return {
        why: approval,
        // Of the draft alone: which pods match may change until it is launched.
        words: `${CHAOS_KINDS[draft.kind].title}: ${draftEffect(draft)}.`,
        path: `/resilience/faults/launch?${query}`,
      };
    },
  },
  missing({ draft, radius }) {
    if (!draft) return 'Choose a fault.';
    if (!radius) return 'Wait for what it will hit.';
    return radius.launchable
      ? undefined
      : radius.problems
          .filter(({ severity }) => severity === 'refused')
          .map(problemText)
          .join(' ');
  },
  preview(_subject, { draft, radius }) {
    if (!draft) return { effect: 'Choose a fault.', warnings: [] };
    return {
      effect: `${draftEffect(draft)}.`,
      warnings:
        radius?.problems
          .filter(({ severity }) => severity === 'warning')
          .map(problemText) ?? [],
      ...(radius ? { command: radius.command } : {}),
    };
  },
  plan(
    { namespace, entityRef, radius },
    { draft, purpose, part },
    seen,
    { actor },
  ) {
    refuse(radius.problems);
    requireSeen(seen, radius);
    const { kind, name, spec } = draft;
    return {
      writes: [
        {
          verb: 'create',
          resource: CHAOS_KINDS[kind].resource,
          namespace,
          name,
          object: {
            metadata: {
              ...(part ? { labels: { [PART_LABEL]: part } } : {}),
              annotations: launchAnnotations({
                namespace,
                entityRef,
                startedBy: actor,
                purpose,
              }),
            },
            spec,
          },
        },
      ],
      target: { kind, name },
      summary: `Launch ${kind} ${name}: ${radius.effect}`,
      severity: 'warning',
      before: {},
      after: {
        kind,
        name,
        effect: radius.effect,
        matched: radius.seen.matched.length,
        ...(purpose ? { purpose } : {}),
      },
    };
  },
});
