import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  ActionTypes,
  defineAction,
  NothingSeen,
} from '@slipway/plugin-actions-common';
import { Environment } from '@slipway/plugin-clusters-common';
import {
  resilienceDesignPermission,
  resilienceLaunchPermission,
} from '../permissions';
import {
  DeleteDesignArgs,
  deleteDesignArgsSchema,
  LaunchArgs,
  launchArgsSchema,
  SaveDesignArgs,
  saveDesignArgsSchema,
} from '../routes';
import {
  CheckAnswer,
  DesignSpec,
  PlaceOption,
  RunningThere,
  RunPlace,
  SavedDesign,
} from '../types';
import { launchEffect } from './words';

/** A joint run that is to be started. */
export interface LaunchWrite {
  verb: 'launch';
  /** Id of the run. */
  id: string;
  /** With the durations of the checks. */
  design: DesignSpec;
  check: CheckAnswer;
  designId?: string;
  startedBy: string;
}

/** A change of saved designs. */
export type DesignWrite =
  | { verb: 'save'; saved: SavedDesign }
  | { verb: 'delete'; id: string };

/** What is decided by, as a page has it. */
export interface PlaceSubject {
  place: PlaceOption;
}

/** What a user has filled in. */
export interface PlaceForm {
  design?: DesignSpec;
  designId?: string;
  /** The check of exactly this design; absent while there is none. */
  check?: CheckAnswer;
  /** Name under which it is saved. */
  name?: string;
  /** Id of the design that is to be deleted. */
  id?: string;
}

/** What is read for these actions. */
export interface PlaceFacts extends RunPlace {
  environment: Environment;
  /** Of the design of the arguments; for `launch` only. */
  check?: CheckAnswer;
  /** Saved designs of the entity. */
  designs: SavedDesign[];
}

export interface ResiliencePlaceTypes extends ActionTypes {
  name: 'launch' | 'save-design' | 'delete-design';
  subject: PlaceSubject;
  draft: PlaceForm;
  context: undefined;
  seen: NothingSeen;
  fresh: PlaceFacts;
  write: LaunchWrite | DesignWrite;
}

/** Why no run can be launched in a place now; undefined when one can. */
function launchGate({ place }: PlaceSubject): string | undefined {
  if (place.refused !== undefined) return place.refused;
  return place.running && runningReason(place.running);
}

/** Why a second run is refused on a target: who and what runs there. */
export function runningReason({
  id,
  title,
  startedBy,
  since,
}: RunningThere): string {
  return `${startedBy} has the joint run “${title}” here since ${since} (run ${id}). One run at a time.`;
}

/** Whether somebody else must allow a joint run; its parts then need no approval of their own. */
export function needsApproval(environment: Environment): boolean {
  return environment === 'prod';
}

const IN_PRODUCTION =
  'This is production: somebody else must allow a joint run first.';

/** A design with the durations that its checks say. */
export function withCheckedDurations(
  design: DesignSpec,
  checks: CheckAnswer['parts'],
): DesignSpec {
  const seconds = new Map(
    checks.map(({ partId, check }) => [partId, check.durationSeconds]),
  );
  return {
    ...design,
    parts: design.parts.map(part => ({
      ...part,
      durationSeconds: seconds.get(part.id) ?? part.durationSeconds,
    })),
  };
}

/** Starts a joint run of an entity in a place. */
export const launch = defineAction<ResiliencePlaceTypes, LaunchArgs>({
  name: 'launch',
  words: {
    label: 'Launch',
    phrase: 'Launch joint run on',
    menuSuffix: '…',
  },
  permission: resilienceLaunchPermission,
  args: launchArgsSchema,
  risk: { severity: 'high', typedIn: ['prod'], danger: true },
  agent: {
    description:
      'Starts a joint run of load and faults: args.design as list-joint-designs gives one, args.designId where it is a saved one. check-joint-run says before what it would touch and what is refused.',
  },
  guard: [],
  gate: launchGate,
  approval: {
    shown: ({ place }) =>
      needsApproval(place.environment) ? IN_PRODUCTION : undefined,
    required: (
      { environment, entityRef, cluster, namespace },
      { design, designId },
    ) =>
      needsApproval(environment)
        ? {
            why: IN_PRODUCTION,
            words: `${
              design.title
            } on ${entityRef} in ${cluster}/${namespace}. ${launchEffect(
              design,
            )}`,
            path: `/resilience/runs/launch?${new URLSearchParams({
              entity: entityRef,
              ...(designId ? { design: designId } : {}),
            })}`,
          }
        : undefined,
  },
  missing({ design, check }) {
    if (!design) return 'Design the run first.';
    if (!check) return 'Wait for the check of the design.';
    return [
      ...check.problems.map(({ message }) => message),
      ...check.refusals,
    ].at(0);
  },
  preview(_, { design, check }) {
    return design
      ? { effect: launchEffect(design), warnings: check?.warnings ?? [] }
      : { effect: 'Design the run first.', warnings: [] };
  },
  plan(fresh, { design, designId }, _seen, { actor, id }) {
    const { check, entityRef } = fresh;
    if (!check) throw new ConflictError('The design was not checked.');
    if (check.problems.length) {
      throw new InputError(
        check.problems
          .map(({ field, message, rule }) => `${field}: ${message} [${rule}]`)
          .join(' '),
      );
    }
    // First: whoever may launch waits for it, whatever else it makes impossible.
    if (check.running) throw new ConflictError(runningReason(check.running));
    if (check.refusals.length) {
      throw new NotAllowedError(check.refusals.join(' '));
    }
    const checked = withCheckedDurations(design, check.parts);
    return {
      writes: [
        {
          verb: 'launch',
          id,
          design: checked,
          check,
          startedBy: actor,
          ...(designId ? { designId } : {}),
        },
      ],
      target: { kind: 'JointRun', name: id },
      before: {},
      after: {
        run: id,
        title: design.title,
        parts: design.parts.map(({ title }) => title),
      },
      summary: `Launch joint run on ${entityRef}: ${design.title}`,
      severity: 'warning',
    };
  },
});

/** Saves a design under a name. */
export const saveDesign = defineAction<ResiliencePlaceTypes, SaveDesignArgs>({
  name: 'save-design',
  words: { label: 'Save design', phrase: 'Save design of', menuSuffix: '…' },
  permission: resilienceDesignPermission,
  args: saveDesignArgsSchema,
  risk: { severity: 'medium' },
  guard: [],
  gate: () => undefined,
  missing({ design, name }) {
    if (!design) return 'Design the run first.';
    return name?.trim() ? undefined : 'Give it a name.';
  },
  preview: (_, { name }) => ({
    effect: `Saves the design${
      name ? ` as ${name}` : ''
    }. A design of the same name is replaced. Nothing is started.`,
    warnings: [],
  }),
  plan(fresh, { name, design }, _seen, { actor, now, id }) {
    const { entityRef, cluster, namespace, designs } = fresh;
    const former = designs.find(one => one.name === name);
    return {
      writes: [
        {
          verb: 'save',
          saved: {
            id: former?.id ?? id,
            entityRef,
            cluster,
            namespace,
            name,
            design,
            savedBy: actor,
            savedAt: now,
          },
        },
      ],
      before: former
        ? { savedBy: former.savedBy, savedAt: former.savedAt }
        : {},
      after: { name },
      summary: `Save design ${name} of ${entityRef}`,
    };
  },
});

/** Deletes a saved design; runs that were started from it stay. */
export const deleteDesign = defineAction<
  ResiliencePlaceTypes,
  DeleteDesignArgs
>({
  name: 'delete-design',
  words: { label: 'Delete design', phrase: 'Delete design of' },
  permission: resilienceDesignPermission,
  args: deleteDesignArgsSchema,
  risk: { severity: 'medium' },
  guard: [],
  gate: () => undefined,
  preview: () => ({
    effect: 'Deletes the design. Runs that were started from it stay.',
    warnings: [],
  }),
  plan({ entityRef, designs }, { id }) {
    const former = designs.find(one => one.id === id);
    if (!former) {
      throw new NotFoundError(`${entityRef} has no saved design ${id}.`);
    }
    return {
      writes: [{ verb: 'delete', id }],
      before: { name: former.name },
      after: {},
      summary: `Delete design ${former.name} of ${entityRef}`,
    };
  },
});
