import { z } from 'zod/v3';
import { DescribedAction } from './types';

/** What an action route carries out. */
export interface ActionRoute {
  /** Kind of what is acted on: `Rollout`. */
  kind: string;
  actions: readonly DescribedAction[];
  /** What the user saw, as it is sent. */
  seen: z.ZodTypeAny;
  /** Whether the route asks for the approval of an action, and carries out none. */
  asks?: boolean;
  /** Whether rules of other features can stop the actions. */
  isChecked?: boolean;
}

/** By the `Route` of Express, which stays the same wherever its router is mounted. */
const ROUTES = new WeakMap<object, ActionRoute>();

/** Notes what the last route of a router carries out. */
export function noteActions(
  router: { stack: ReadonlyArray<{ route?: object }> },
  described: ActionRoute,
): void {
  const route = router.stack.at(-1)?.route;
  if (!route) throw new Error('There is no route to describe');
  ROUTES.set(route, described);
}

/** What a route carries out; undefined where it is none of actions. */
export function actionsOf(route: object): ActionRoute | undefined {
  return ROUTES.get(route);
}
