import {
  parseEntityRef,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { nothingSeen } from '@slipway/plugin-actions-common';
import {
  ActionRunner,
  ActionRunnerOptions,
  EntityPlaceRef,
  entitySubject,
} from '@slipway/plugin-actions-node';
import {
  ChangeScheduleTypes,
  deleteSchedule,
  launchSeenSchema,
  LoadSchedule,
  pauseSchedule,
  resumeSchedule,
  schedule,
  ScheduleTypes,
} from '@slipway/plugin-loadtest-common';
import { SuitesService } from '../services/SuitesService';
import { DatabaseScheduleStore } from '../database/DatabaseScheduleStore';
import { OwnerRights } from './OwnerRights';

export type ScheduleRunner = ActionRunner<
  ScheduleTypes,
  EntityPlaceRef,
  { scheduleId: string }
>;

/** A schedule. */
export interface ScheduleRef {
  id: string;
}

export type ChangeScheduleRunner = ActionRunner<
  ChangeScheduleTypes,
  ScheduleRef,
  object
>;

type Shared = Omit<
  ActionRunnerOptions<ScheduleTypes, EntityPlaceRef, object>,
  'plugin' | 'actions' | 'subject' | 'writer'
> & {
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  schedules: DatabaseScheduleStore;
  suites: SuitesService;
  rights: OwnerRights;
  appBaseUrl: string;
};

function resiliencePath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return `/catalog/${namespace}/${kind}/${name}/resilience`;
}

/** The runner that makes schedules. */
export function createScheduleRunner(options: Shared): ScheduleRunner {
  const { catalog, rights, schedules, suites, appBaseUrl } = options;
  return new ActionRunner<
    ScheduleTypes,
    EntityPlaceRef,
    { scheduleId: string }
  >({
    ...options,
    plugin: 'loadtest',
    actions: [schedule],
    subject: entitySubject<ScheduleTypes>(catalog, {
      kind: 'LoadTest',
      seen: launchSeenSchema,
      linkOf: ({ entityRef }) => `${appBaseUrl}${resiliencePath(entityRef)}`,
      async load({ ref, credentials, actor }) {
        const fresh = await suites.launchSubject(ref, credentials);
        const { entityRef } = ref;
        const owns = await rights.owns(actor.userEntityRef, entityRef);
        return {
          fresh: {
            ...fresh,
            ...(owns
              ? {}
              : {
                  notOwner: `Runs of a schedule start as ${actor.userEntityRef}, who does not own ${entityRef} by the catalog. Only an owner may schedule.`,
                }),
          },
          // Each start asks for what the suite's address names.
          touched: [],
        };
      },
    }),
    writer: {
      async apply(_ref, [write]) {
        await schedules.add(write);
        return { scheduleId: write.id };
      },
    },
  });
}

/** The runner that pauses, resumes and deletes schedules. The permission is asked on the entity. */
export function createChangeScheduleRunner(
  options: Shared,
): ChangeScheduleRunner {
  const { catalog, schedules, appBaseUrl } = options;
  const find = async (id: string): Promise<LoadSchedule> => {
    const found = await schedules.find(id);
    if (!found) throw new NotFoundError(`There is no schedule ${id}.`);
    return found;
  };
  return new ActionRunner<ChangeScheduleTypes, ScheduleRef, object>({
    ...options,
    plugin: 'loadtest',
    actions: [pauseSchedule, resumeSchedule, deleteSchedule],
    subject: {
      kind: 'LoadSchedule',
      seen: nothingSeen,
      nameOf: ({ id }) => id,
      targetOf: ({ id }) => ({
        kind: 'LoadSchedule',
        cluster: 'portal',
        namespace: 'loadtest',
        name: id,
      }),
      placeOf: () => undefined,
      async ownerOf({ id }, credentials) {
        const { entityRef } = await find(id);
        const entity = await catalog.getEntityByRef(entityRef, { credentials });
        const ownerRef = entity?.relations?.find(
          ({ type }) => type === RELATION_OWNED_BY,
        )?.targetRef;
        return {
          by: 'entity',
          entityRef: entity ? stringifyEntityRef(entity) : entityRef,
          ...(ownerRef ? { ownerRef } : {}),
        };
      },
      load: async ({ ref }) => ({ fresh: await find(ref.id) }),
      linkOf: () => `${appBaseUrl}/resilience/load`,
    },
    writer: {
      async apply({ id }, [{ to }]) {
        if (!to) await schedules.remove(id);
        else if (!(await schedules.replace(await find(id), to))) {
          throw new ConflictError('The schedule changed since you looked.');
        }
        return {};
      },
    },
  });
}
