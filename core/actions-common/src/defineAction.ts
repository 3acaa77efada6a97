import { parseInput } from './input';
import { Action, ActionDefinition, ActionTypes } from './types';

/**
 * Makes an action of what is known of it. Arguments are validated in one place:
 * what plans has been given valid ones.
 */
export function defineAction<T extends ActionTypes, Args>(
  definition: ActionDefinition<T, Args>,
): Action<T> {
  return {
    ...definition,
    prepare(input, under = ['args']) {
      const args: Args = parseInput(definition.args, input, ...under);
      return {
        args,
        approval: fresh => definition.approval?.required(fresh, args),
        plan: (fresh, seen, context) =>
          definition.plan(fresh, args, seen, context),
      };
    },
  };
}
