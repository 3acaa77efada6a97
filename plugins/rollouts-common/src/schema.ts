import { InputError } from '@backstage/errors';
import { z } from 'zod/v3';
import { ROLLOUT_ACTIONS } from './actions/gates';
import { RolloutActionArgs, RolloutActionName } from './types';

const kubernetesName = z
  .string()
  .min(1, 'must not be empty')
  .max(253, 'must have at most 253 characters')
  .regex(
    /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
    'must be a Kubernetes name: small letters, digits, "-" and "."',
  );

const clusterName = z
  .string()
  .min(1, 'must not be empty')
  .max(253, 'must have at most 253 characters');

const revision = z.coerce
  .number({ invalid_type_error: 'must be a number' })
  .int('must be a whole number')
  .min(1, 'must be 1 or more');

/** Path of one rollout: `/clusters/:cluster/namespaces/:namespace/rollouts/:name`. */
export const rolloutPathSchema = z.object({
  cluster: clusterName,
  namespace: kubernetesName,
  name: kubernetesName,
});

/** Path of an action on it: `…/actions/:action`. */
export const rolloutActionPathSchema = rolloutPathSchema.extend({
  action: z.enum(ROLLOUT_ACTIONS, {
    errorMap: () => ({
      message: `must be one of ${ROLLOUT_ACTIONS.join(', ')}`,
    }),
  }),
});

/** Query of `…/diff?from=&to=`: two revisions. */
export const diffQuerySchema = z.object({ from: revision, to: revision });

/** The end of the year 9999. */
const LAST_SECOND = 253_402_300_799;

const unixSeconds = z.coerce
  .number({ invalid_type_error: 'must be a time in seconds' })
  .finite('must be a time in seconds')
  .nonnegative('must not be negative')
  .max(LAST_SECOND, 'must be a time in seconds before the year 10000');

/** Query of `…/metrics?start&end&step`: Unix seconds; at most 11,000 points, Prometheus' own limit. */
export const metricsQuerySchema = z
  .object({
    start: unixSeconds,
    end: unixSeconds,
    step: z.coerce
      .number({ invalid_type_error: 'must be a number of seconds' })
      .min(1, 'must be at least 1 second')
      .max(86_400, 'must be at most one day'),
  })
  .refine(({ start, end }) => end > start, {
    path: ['end'],
    message: 'must be later than start',
  })
  .refine(({ start, end, step }) => (end - start) / step <= 11_000, {
    path: ['step'],
    message: 'gives more than 11000 points: ask for larger steps',
  });

/** Path of `/entities/:kind/:namespace/:name/rollouts`. */
export const entityPathSchema = z.object({
  kind: z.string().min(1).max(63),
  namespace: z.string().min(1).max(253),
  name: z.string().min(1).max(253),
});

/** What the person saw. */
export const seenStateSchema = z.object({
  uid: z.string().min(1, 'must not be empty').max(64),
  currentPodHash: z.string().max(64).optional(),
  currentStepIndex: z.number().int().nonnegative().optional(),
});

const image = z
  .string()
  .min(1, 'must not be empty')
  .max(1024, 'must have at most 1024 characters')
  .regex(
    /^[\w][\w.\-:/@]*$/,
    'must be an image reference: registry/name:tag or registry/name@digest',
  );

const containerName = z
  .string()
  .max(63, 'must have at most 63 characters')
  .regex(
    /^(\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$/,
    'must be the name of a container, or * for all',
  );

const noArgs = z.undefined({
  invalid_type_error: 'must be left out: this action takes no arguments',
  required_error: 'must be left out',
});

/** Arguments of each action. */
export const actionArgsSchemas = {
  promote: noArgs,
  'promote-full': noArgs,
  'skip-step': noArgs,
  pause: noArgs,
  resume: noArgs,
  abort: noArgs,
  retry: noArgs,
  restart: noArgs,
  undo: z
    .object({
      toRevision: z
        .number({ required_error: 'is required' })
        .int('must be a whole number')
        .min(0, 'must be a revision, or 0 for the one before'),
    })
    .strict(),
  'set-image': z
    .object({
      images: z
        .array(z.object({ container: containerName, image }).strict())
        .min(1, 'must name at least one container')
        .max(50, 'must name at most 50 containers')
        .refine(
          images =>
            new Set(images.map(entry => entry.container)).size ===
              images.length &&
            (images.length === 1 ||
              images.every(entry => entry.container !== '*')),
          'must name each container once, and * only alone',
        ),
    })
    .strict(),
  'terminate-analysis': z
    .object({ analysisRun: kubernetesName, uid: z.string().min(1).max(64) })
    .strict(),
} as const satisfies Record<RolloutActionName, z.ZodTypeAny>;

/** Arguments of an action: as {@link RolloutActionArgs} names them, else none. */
export type ArgsOf<A extends RolloutActionName> =
  A extends keyof RolloutActionArgs ? RolloutActionArgs[A] : undefined;

/** Arguments of whatever action. */
export type AnyActionArgs = ArgsOf<RolloutActionName>;

/** Body of `POST …/actions/:action`, by action. */
export function actionBodySchema<A extends RolloutActionName>(action: A) {
  return z
    .object({
      seen: seenStateSchema,
      args: actionArgsSchemas[action],
      confirm: z.object({ name: z.string().max(253) }).optional(),
    })
    .strict();
}

/** One sentence that names each field and its rule. */
export function explainIssues(error: z.ZodError): string {
  return error.issues
    .map(issue =>
      issue.path.length
        ? `${issue.path.join('.')} ${issue.message}`
        : issue.message,
    )
    .join('; ');
}

/**
 * Validates with a schema.
 *
 * @throws InputError that names each field and its rule
 */
export function parseInput<S extends z.ZodTypeAny>(
  schema: S,
  input: unknown,
): z.output<S> {
  const result = schema.safeParse(input);
  if (!result.success) throw new InputError(explainIssues(result.error));
  return result.data;
}

/**
 * Validates the arguments of one action.
 *
 * @throws InputError that names each field and its rule
 */
export function parseActionArgs<A extends RolloutActionName>(
  action: A,
  args: unknown,
): ArgsOf<A> {
  const schema: z.ZodType<unknown> = actionArgsSchemas[action];
  return parseInput(schema, args) as ArgsOf<A>;
}
