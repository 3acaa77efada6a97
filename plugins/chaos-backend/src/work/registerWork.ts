import {
  DatabaseService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Clusters } from '@slipway/plugin-clusters-node';
import { Owners } from '@slipway/plugin-owners-node';
import { scheduleRetention } from '@slipway/plugin-portal-node/retention';
import { Work } from '@slipway/plugin-work-node';
import { ChaosConfig } from '../config';
import { DatabasePartStore } from '../database/DatabasePartStore';
import { FaultParts, FaultPartsOptions } from './FaultParts';
import { PartChecks } from './PartChecks';
import { PartDrafts } from './PartDrafts';
import { PartKeeper, PartKeeperOptions } from './PartKeeper';
import { enforcePartRetention } from './partRetention';
import { RunningFaults } from './RunningFaults';

/**
 * Says what runs, and offers faults as parts of joint runs.
 *
 * @returns the function that ends it
 */
export async function registerWork(
  options: Omit<FaultPartsOptions, 'checks' | 'drafts' | 'keeper' | 'parts'> &
    Omit<PartKeeperOptions, 'parts'> & {
      catalog: Pick<CatalogService, 'getEntityByRef'>;
      clusters: Clusters;
      config: Pick<ChaosConfig, 'partDays'>;
      database: DatabaseService;
      owners: Owners;
      scheduler: SchedulerService;
      work: Work;
    },
): Promise<() => void> {
  const parts = await DatabasePartStore.create(options);
  const keeper = PartKeeper.create({ ...options, parts });
  await keeper.start();
  options.work.register(
    new RunningFaults(
      options,
      new FaultParts({
        ...options,
        checks: new PartChecks(options),
        drafts: new PartDrafts(options.catalog),
        keeper,
        parts,
      }),
    ),
  );
  await scheduleRetention({
    ...options,
    id: 'chaos-retention',
    enforce: () =>
      enforcePartRetention({
        ...options,
        parts,
        keeper,
        days: options.config.partDays,
      }),
  });
  return () => keeper.stop();
}
