import { DraftProblem, problemText } from '@slipway/plugin-chaos-common';

/** The first problem at exactly this place, in words for its field. */
export function messageAt(
  problems: readonly DraftProblem[],
  path: string,
): string | undefined {
  const found = problems.find(problem => problem.path === path);
  return found && problemText({ ...found, path: '' });
}

/** The problems of a part of an object, as if the part were a fault of its own. */
export function problemsBelow(
  problems: readonly DraftProblem[],
  root: string,
): DraftProblem[] {
  return problems
    .filter(({ path }) => path === root || path.startsWith(`${root}.`))
    .map(problem => ({
      ...problem,
      path: `spec${problem.path.slice(root.length)}`,
    }));
}
