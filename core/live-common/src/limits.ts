import { TopicRequest } from './types';

/** Most characters of one parameter of a topic. */
export const MAX_PARAM_LENGTH = 8_000;

/**
 * Why a topic cannot be asked for: one of its parameters is too long, as a
 * query of very many filters is. One sentence; undefined when it can.
 */
export function requestObstacle({
  params = {},
}: Pick<TopicRequest, 'params'>): string | undefined {
  const long = Object.entries(params).find(
    ([, value]) => value.length > MAX_PARAM_LENGTH,
  );
  if (!long) return undefined;
  const [name, { length }] = long;
  return `${name} has ${length} characters, and at most ${MAX_PARAM_LENGTH} can be asked for. Remove some of the filters.`;
}
