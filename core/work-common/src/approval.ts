/**
 * Why something cannot be a part of a joint run where each launch needs an
 * approval: an approval is for one launch by one user, and a part is started
 * by its run. Undefined where none is needed.
 *
 * @param why - why it needs one, one sentence
 */
export function partNeedsApproval(why: string | undefined): string | undefined {
  return why === undefined
    ? undefined
    : `${why} Each launch there needs an approval by somebody else, and a part of a joint run cannot have one: launch it by itself.`;
}
