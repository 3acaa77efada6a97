import { ConflictError } from '@backstage/errors';
import {
  ActionDefinition,
  ActionTypes,
  defineAction,
  noArgs,
} from '@slipway/plugin-actions-common';
import {
  escapePointer,
  JsonPatchOperation,
  KubeObject,
  ObjectMeta,
  Write,
} from '@slipway/plugin-clusters-common';
import { CHAOS_KINDS, isLaunchKind } from '../kinds';
import { faultPermissions } from '../permissions';
import { ChaosObject } from '../raw';
import { ABORT_ANNOTATION, PAUSE_ANNOTATION } from '../state';
import { FaultCore, FaultRow, SeenFault } from '../types';
import { FaultActionName } from './names';

/** The members of a fault that gates and previews look at. */
export type FaultSubject = FaultRow | FaultCore;

export interface FaultTypes extends ActionTypes {
  name: FaultActionName;
  subject: FaultSubject;
  draft: object;
  /** Unix milliseconds. */
  context: { now: number };
  seen: SeenFault;
  /** The object as it was read, and the row of it. */
  fresh: { object: ChaosObject; row: FaultRow };
  write: Write;
}

type Definition = Omit<
  ActionDefinition<FaultTypes, undefined>,
  'args' | 'permission' | 'guard' | 'plan'
> & {
  writes(object: ChaosObject, row: FaultRow): Write[];
  /** What of the state is recorded after it. */
  after: Record<string, string>;
};

function resourceOf({ kind }: Pick<KubeObject, 'kind'>) {
  if (!isLaunchKind(kind)) throw new ConflictError('It is no fault.');
  return CHAOS_KINDS[kind].resource;
}

const define = ({ writes, after, ...definition }: Definition) =>
  defineAction<FaultTypes, undefined>({
    ...definition,
    args: noArgs,
    guard: ['uid'],
    permission: faultPermissions[definition.name],
    plan({ object, row }, _args, { uid }) {
      const { name } = object.metadata;
      if (object.metadata.uid !== uid) {
        throw new ConflictError(
          `${name} changed since you looked: another fault has its name now.`,
        );
      }
      const reason = definition.gate(row);
      if (reason !== undefined) throw new ConflictError(reason);
      return {
        writes: writes(object, row),
        before: { state: row.state },
        after,
      };
    },
  });

/** Sets an annotation on exactly the object that was seen. */
function annotate(object: ChaosObject, key: string, value: string): Write {
  const path = `/metadata/annotations/${escapePointer(key)}`;
  const hasSome = Object.keys(object.metadata.annotations ?? {}).length > 0;
  return patch(object, [
    ...(hasSome
      ? []
      : [{ op: 'add' as const, path: '/metadata/annotations', value: {} }]),
    { op: 'add', path, value },
  ]);
}

function patch(object: ChaosObject, operations: JsonPatchOperation[]): Write {
  return {
    verb: 'patch',
    resource: resourceOf(object),
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    operations: [
      { op: 'test', path: '/metadata/uid', value: object.metadata.uid },
      ...operations,
    ],
  };
}

/** Deletes exactly the object that was seen; what it started goes with it. */
export function deleteFault(object: {
  kind?: string;
  metadata: Pick<ObjectMeta, 'namespace' | 'name' | 'uid'>;
}): Write {
  return {
    verb: 'delete',
    resource: resourceOf(object),
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    propagationPolicy: 'Background',
    preconditions: { uid: object.metadata.uid },
  };
}

const command = (verb: string, { ref }: FaultSubject, rest = '') =>
  `kubectl ${verb} ${CHAOS_KINDS[ref.kind].resource.plural}.chaos-mesh.org ${
    ref.name
  } -n ${ref.namespace}${rest}`;

const isEnded = ({ state }: Pick<FaultSubject, 'state'>) =>
  state === 'finished' || state === 'deleting';

function pauseGate(fault: FaultSubject): string | undefined {
  if (fault.ref.kind === 'Workflow') {
    return 'Chaos Mesh cannot pause workflows: abort it instead.';
  }
  if (fault.oneShot) return 'It happens once and cannot be paused.';
  if (fault.parent) {
    return `${fault.parent.kind} ${fault.parent.name} started it: pause or stop that.`;
  }
  if (fault.state === 'paused') return 'It is paused already.';
  return isEnded(fault) ? 'It is over.' : undefined;
}

/** Recovers the targets at once, by an annotation; the duration continues to run. */
export const pause = define({
  name: 'pause',
  words: { label: 'Pause' },
  // The controller writes all the time; a repetition cannot do more than the user wanted.
  risk: { severity: 'medium', oneTap: true, unrecordedOk: true, attempts: 4 },
  agent: {
    description: 'Pauses a fault: its targets recover until it is resumed.',
    destructive: false,
  },
  gate: pauseGate,
  preview: fault => ({
    effect:
      fault.ref.kind === 'Schedule'
        ? 'It starts nothing until it is resumed, and faults that it started are paused; workflows that it started continue.'
        : 'Its targets recover at once. Its duration continues to run: a pause does not extend it.',
    warnings: [],
    command: command(
      'annotate',
      fault,
      ` ${PAUSE_ANNOTATION}=true --overwrite`,
    ),
  }),
  writes: object => [annotate(object, PAUSE_ANNOTATION, 'true')],
  after: { asked: 'paused' },
});

/** Injects again, as long as the duration is not over. */
export const resume = define({
  name: 'resume',
  words: { label: 'Resume' },
  risk: { severity: 'high', attempts: 4 },
  agent: {
    description:
      'Resumes a paused fault: it is injected again for what is left of its duration.',
  },
  gate(fault) {
    if (fault.state !== 'paused') return 'It is not paused.';
    if (fault.oneShot) return 'It happens once: there is nothing to resume.';
    return fault.stateText.includes('duration is over')
      ? 'Its duration is over: resuming it would inject nothing.'
      : undefined;
  },
  preview: fault => ({
    effect:
      fault.ref.kind === 'Schedule'
        ? 'It starts faults again at the times of its schedule.'
        : `It is injected again${
            fault.endsAt ? `, until ${fault.endsAt}` : ''
          }. Its targets are those that were selected first.`,
    warnings: [],
    command: command('annotate', fault, ` ${PAUSE_ANNOTATION}-`),
  }),
  writes: object => [
    patch(object, [
      {
        op: 'remove',
        path: `/metadata/annotations/${escapePointer(PAUSE_ANNOTATION)}`,
      },
    ]),
  ],
  after: { asked: 'resumed' },
});

/** Ends a Workflow at once and keeps it with its nodes, so that it can be seen how far it came. */
export const abort = define({
  name: 'abort',
  words: { label: 'Abort' },
  risk: {
    severity: 'high',
    oneTap: true,
    unrecordedOk: true,
    attempts: 4,
    danger: true,
  },
  agent: {
    description:
      'Aborts a workflow: its faults end at once and no step starts any more. It is kept as a record.',
  },
  gate({ ref, state }) {
    if (ref.kind !== 'Workflow') return 'Only workflows are aborted: stop it.';
    return isEnded({ state }) ? 'It is over.' : undefined;
  },
  preview: fault => ({
    effect:
      'Its faults are deleted and their targets recover; no step starts any more. The workflow stays as a record until it is stopped.',
    warnings: [],
    command: command('annotate', fault, ` ${ABORT_ANNOTATION}=true`),
  }),
  writes: object => [annotate(object, ABORT_ANNOTATION, 'true')],
  after: { asked: 'aborted' },
});

/** Deletes it, which recovers its targets. The safe direction: one tap. */
export const stop = define({
  name: 'stop',
  words: { label: 'Stop' },
  risk: {
    severity: 'high',
    oneTap: true,
    unrecordedOk: true,
    attempts: 4,
    danger: true,
  },
  agent: {
    description: 'Stops a fault: it is deleted and its targets recover.',
  },
  gate: ({ state }) =>
    state === 'deleting' ? 'It is being deleted already.' : undefined,
  preview: fault => ({
    effect: fault.oneShot
      ? 'It is deleted. What it did once is not undone by that.'
      : 'It is deleted, and its targets recover first.',
    warnings: [],
    command: command('delete', fault),
  }),
  writes: (object, { ref }) => [
    // A deleted workflow leaves no nodes behind; aborting first ends its faults in order.
    ...(ref.kind === 'Workflow'
      ? [annotate(object, ABORT_ANNOTATION, 'true')]
      : []),
    deleteFault(object),
  ],
  after: { asked: 'stopped' },
});

/**
 * Gives up a deleted fault that cannot recover its targets: takes its finalizer
 * away. The annotation `cleanFinalizer=forced`, which Chaos Mesh has for that,
 * is looked at in a step after the one that tries the targets again, and that
 * one does not let the next step run while it fails.
 *
 * @see controllers/common/step.go, controllers/common/pipeline/pipeline.go `Reconcile`
 */
export const release = define({
  name: 'release',
  words: { label: 'Release' },
  risk: {
    severity: 'critical',
    typedIn: ['dev', 'stage', 'prod'],
    danger: true,
  },
  gate(fault) {
    if (fault.state !== 'deleting') return 'It is not being deleted.';
    return fault.problem?.reason === 'stuck-deleting'
      ? undefined
      : 'It is still recovering its targets: give it 30 seconds.';
  },
  preview: fault => ({
    effect:
      'The object goes away although targets have not recovered. Chaos Mesh forgets them.',
    warnings: [
      'Targets that are still disturbed stay so until their pods are replaced.',
    ],
    command: command(
      'patch',
      fault,
      ` --type=merge -p '{"metadata":{"finalizers":null}}'`,
    ),
  }),
  writes: object => [
    patch(object, [{ op: 'remove', path: '/metadata/finalizers' }]),
  ],
  after: { asked: 'released' },
});

/** All actions on one fault. */
export const faultActions = { pause, resume, abort, stop, release };
