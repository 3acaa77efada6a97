import { DatabaseService, LoggerService } from '@backstage/backend-plugin-api';
import { EnvironmentRow, Operation } from '@slipway/plugin-environments-common';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EnvironmentsConfig } from '../config';
import { DatabaseEnvironmentStore } from '../database/DatabaseEnvironmentStore';
import { DefinitionCommits } from '../definitions/DefinitionCommits';
import { GitDefinitions } from '../definitions/GitDefinitions';
import { EnvironmentEngine } from '../engine/EnvironmentEngine';
import { LockReader } from '../engine/LockReader';
import { PlanVault } from '../engine/PlanVault';
import { StepRunner } from '../engine/StepRunner';
import { Runner } from '../runners/types';
import { KeyRing } from '../secrets/KeyRing';
import { CloudRunners } from '../services/CloudRunners';
import { Limits } from '../services/Limits';
import { EnvironmentsService } from '../services/EnvironmentsService';

const HOUR = 3_600_000;

export const CONFIG: EnvironmentsConfig = {
  directory: '',
  clouds: {},
  policy: { tiers: ['prod'], anyDelete: true },
  quota: { environments: 5, cpu: 24 },
  ttl: { defaultHours: 72, maxHours: 336 },
  planMs: 24 * HOUR,
  driftMs: 6 * HOUR,
  retentionMs: 400 * 24 * HOUR,
  agentActionsEnabled: false,
  appBaseUrl: '',
};

export const REQUEST = {
  name: 'orders-try',
  cloud: 'local',
  size: 'small',
  tier: 'dev',
  owner: 'group:default/team-orders',
  services: { 'order-service': { version: '1.4.0' } },
} as const;

export const OLGA = 'user:default/olga';

/** A portal's part: service and engine over a database and a runner, which others may share. */
export async function startPortal(options: {
  database: DatabaseService;
  logger: LoggerService;
  runner: Runner;
  folder: string;
  config?: Partial<EnvironmentsConfig>;
  now?(): number;
  keys: KeyRing;
}) {
  const { database, logger, runner, folder, keys } = options;
  const now = options.now ?? Date.now;
  const config = { ...CONFIG, ...options.config, directory: folder };
  const store = await DatabaseEnvironmentStore.create({ database });
  const vault = new PlanVault({ store, keys });
  const locks = new LockReader({ store, now });
  const ends: Array<[Operation['kind'], Operation['state']]> = [];
  const definitions = new DefinitionCommits({
    git: new GitDefinitions(join(folder, 'definitions')),
    logger,
    store,
  });
  const steps = new StepRunner({
    ...config,
    locks,
    vault,
    now,
    register: (row, operation) => definitions.applied(row, operation),
  });
  const runners = {
    clouds: ['local' as const],
    clusterOf: () => undefined,
    find: () => runner,
    of: () => runner,
  } satisfies Pick<CloudRunners, 'clouds' | 'clusterOf' | 'find' | 'of'>;
  const service = new EnvironmentsService({
    config,
    definitions,
    limits: new Limits({ config, now, runners, store }),
    locks,
    now,
    onChange: () => {},
    runners,
    steps,
    store,
    vault,
  });
  const engine = new EnvironmentEngine({
    locks,
    logger,
    now,
    onChange: () => {},
    onEnd: async ({ kind, state }) => {
      ends.push([kind, state]);
    },
    runnerOf: () => runner,
    steps,
    store,
  });
  return {
    config,
    ends,
    engine,
    runners,
    service,
    store,
    vault,
    /** Looks until the latest operation has this state. */
    async until(
      state: Operation['state'],
      name: string = REQUEST.name,
    ): Promise<{ operation: Operation; row: EnvironmentRow }> {
      for (;;) {
        await engine.tick();
        const [operation] = await store.operations(name, 1);
        const row = await service.get(name);
        if (operation.state === state) return { operation, row };
        if (['failed', 'lock-held'].includes(operation.state)) {
          throw new Error(`${operation.state}: ${operation.reason}`);
        }
        await sleep(20);
      }
    },
    /** Has the plan that waits applied. */
    async apply(by = OLGA, approvalId?: string): Promise<void> {
      const { operation } = await service.facts(REQUEST.name);
      await service.apply(
        REQUEST.name,
        {
          operationId: operation?.id ?? '',
          planHash: operation?.plan?.hash ?? '',
          by,
        },
        approvalId,
      );
    },
  };
}
