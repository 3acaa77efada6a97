import { createLaunchRunner } from '../services/createRunners';
import { SuitesService } from '../services/SuitesService';
import { OwnerRights } from './OwnerRights';
import { StartRun } from './ScheduleStarter';

/**
 * Starts the run of a schedule through the same action as a user, with the
 * rights that its creator has by the catalog now. Names are typed by nobody, so
 * that nothing starts where one is needed: in production.
 */
export function startAsCreator(
  options: Parameters<typeof createLaunchRunner>[0] &
    ConstructorParameters<typeof SuitesService>[0] & { rights: OwnerRights },
): StartRun {
  const { rights } = options;
  const { catalog } = rights;
  const suites = new SuitesService({ ...options, catalog });
  return async (schedule, at) => {
    const { id, createdBy, entityRef, cluster, namespace } = schedule;
    const { credentials, ...user } = rights.of(createdBy);
    const runner = createLaunchRunner({
      ...options,
      ...user,
      catalog,
      suites,
      // Break-glass is for users who are there.
      grants: undefined,
    });
    const place = { entityRef, cluster, namespace };
    const as = await credentials();
    const { hash } = await suites.launchSubject(place, as);
    const { profile, runner: from } = schedule;
    const { runId } = await runner.run({
      ref: {
        ...place,
        order: {
          key: `schedule:${id}:${at}`,
          origin: { kind: 'schedule', id },
        },
      },
      action: 'launch',
      body: { seen: { hash }, args: { profile, runner: from } },
      credentials: as,
      channel: 'portal',
    });
    return { runId };
  };
}
