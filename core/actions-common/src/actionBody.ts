import { z } from 'zod/v3';
import { parseInput } from './input';
import { ActionOverride, actionOverrideSchema } from './stops';
import { Action, ActionTypes, ReadyAction } from './types';

/** What was asked for, valid. */
export interface ActionRequest<T extends ActionTypes> {
  /** What the user saw. */
  seen: T['seen'];
  /** The action with its arguments. */
  ready: ReadyAction<T>;
  /** The name of the object, where the user typed it. */
  typedName?: string;
  /** The approval under which it is done. */
  approvalId?: string;
  /** That it is done although rules stop it. */
  override?: ActionOverride;
}

/** What is asked for, before the action is validated. */
const envelope = {
  seen: z.unknown(),
  args: z.unknown(),
  confirm: z.object({ name: z.string().max(253) }).optional(),
};

/** Body of a request that acts. */
const actionBody = z
  .object({
    ...envelope,
    approvalId: z.string().uuid().optional(),
    override: actionOverrideSchema.optional(),
  })
  .strict();

/** Body of a request that asks for an approval; the name is typed when it is used. */
const askBody = z
  .object({ seen: envelope.seen, args: envelope.args, reason: z.unknown() })
  .strict();

/**
 * Validates the body of a request that acts:
 * `{ seen, args?, confirm?: { name }, approvalId?, override?: { reason, digest } }`.
 *
 * @throws InputError that names each field and its rule
 */
export function parseActionBody<T extends ActionTypes>(
  action: Pick<Action<T>, 'prepare'>,
  seen: z.ZodType<T['seen'], z.ZodTypeDef, unknown>,
  body: unknown,
): ActionRequest<T> {
  const asked = parseInput(actionBody, body);
  return {
    seen: parseInput(seen, asked.seen, 'seen'),
    ready: action.prepare(asked.args),
    ...(asked.confirm ? { typedName: asked.confirm.name } : {}),
    ...(asked.approvalId ? { approvalId: asked.approvalId } : {}),
    ...(asked.override ? { override: asked.override } : {}),
  };
}

/**
 * Validates the body of a request that asks for an approval:
 * `{ seen, args?, reason }`.
 *
 * @param reason - schema of the reason
 * @throws InputError that names each field and its rule
 */
export function parseAskBody<T extends ActionTypes>(
  action: Pick<Action<T>, 'prepare'>,
  seen: z.ZodType<T['seen'], z.ZodTypeDef, unknown>,
  reason: z.ZodType<string, z.ZodTypeDef, unknown>,
  body: unknown,
): ActionRequest<T> & { reason: string } {
  const { reason: why, ...asked } = parseInput(askBody, body);
  return {
    ...parseActionBody(action, seen, asked),
    reason: parseInput(reason, why, 'reason'),
  };
}
