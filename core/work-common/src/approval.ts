import { PartOrder } from './types';

/**
 * Why something cannot be a part of a joint run: each launch there needs an
 * approval, and the joint run, which could have one as a whole, needs none.
 * Undefined where none is needed, or the joint run has it.
 *
 * @param why - why a launch needs one, one sentence
 */
export function partNeedsApproval(
  { approved }: Pick<PartOrder, 'approved'>,
  why: string | undefined,
): string | undefined {
  return why === undefined || approved
    ? undefined
    : `${why} Each launch there needs an approval by somebody else, and a part of this joint run cannot have one: launch it by itself.`;
}
