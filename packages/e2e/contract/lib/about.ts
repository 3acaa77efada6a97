import { Objects } from './objects';
import { Scenario } from './scenario';

/** A scenario about objects in a namespace of its own; no rollout is made. */
export const about = (
  id: string,
  title: string,
  run: (objects: Objects) => Promise<void>,
): Scenario => ({
  id: `api-${id}`,
  title,
  run: world => run(new Objects(world.api, world.namespace)),
});
