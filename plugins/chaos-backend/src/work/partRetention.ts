import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { daysBefore } from '@slipway/plugin-portal-node/retention';
import { PartStore } from '../database/PartStore';
import { PartKeeper } from './PartKeeper';

/**
 * Deletes what is kept of parts that are older than so many days and have ended.
 * What still disturbs a pod is kept, and so is what cannot be asked now.
 */
export async function enforcePartRetention(options: {
  parts: Pick<PartStore, 'claimedBefore'>;
  keeper: Pick<PartKeeper, 'forget' | 'state'>;
  days: number;
  logger: LoggerService;
  now?: () => Date;
}): Promise<void> {
  const { parts, keeper, days, logger, now = () => new Date() } = options;
  let deleted = 0;
  for (const part of await parts.claimedBefore(daysBefore(now(), days))) {
    try {
      const { phase } = await keeper.state(part.ref);
      if (phase !== 'ended') continue;
      await keeper.forget(part);
      deleted += 1;
    } catch (error) {
      logger.warn(
        `Part ${
          part.ref
        } is past its retention and could not be deleted: ${stringifyError(
          error,
        )}`,
      );
    }
  }
  if (deleted > 0) logger.info(`${deleted} parts past their retention`);
}
