import { z } from 'zod/v3';
import { parseInput } from './input';
import { Action, ActionTypes, ReadyAction } from './types';

/** What was asked for, valid. */
export interface ActionRequest<T extends ActionTypes> {
  /** What the user saw. */
  seen: T['seen'];
  /** The action with its arguments. */
  ready: ReadyAction<T>;
  /** The name of the object, where the user typed it. */
  typedName?: string;
}

/**
 * Validates the body of a request that acts: `{ seen, args?, confirm?: { name } }`.
 *
 * @throws InputError that names each field and its rule
 */
export function parseActionBody<T extends ActionTypes>(
  action: Pick<Action<T>, 'prepare'>,
  seen: z.ZodType<T['seen'], z.ZodTypeDef, unknown>,
  body: unknown,
): ActionRequest<T> {
  const envelope = z
    .object({
      seen: z.unknown(),
      args: z.unknown(),
      confirm: z.object({ name: z.string().max(253) }).optional(),
    })
    .strict();
  const asked = parseInput(envelope, body);
  return {
    seen: parseInput(seen, asked.seen, 'seen'),
    ready: action.prepare(asked.args),
    ...(asked.confirm ? { typedName: asked.confirm.name } : {}),
  };
}
