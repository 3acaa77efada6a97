import { SchedulerService } from '@backstage/backend-plugin-api';
import { SecurityConfig } from '../config';
import { FindingsStore } from '../database/FindingsStore';
import { ReportIngest } from '../ingest/ReportIngest';
import { SignalFiles } from '../signals/SignalFiles';

/** How often this replica looks whether a mounted file changed. */
const FILES_MS = 60_000;

/** What happens by time: files are read again in each replica, what has expired is forgotten in one. */
export function keepTidy(options: {
  config: Pick<SecurityConfig, 'keepScansMs'>;
  files: SignalFiles;
  ingest: ReportIngest;
  scheduler: SchedulerService;
  store: FindingsStore;
  now: () => number;
}) {
  const { config, files, ingest, scheduler, store, now } = options;
  let timer: NodeJS.Timeout | undefined;
  return {
    async start() {
      await files.refresh();
      timer = setInterval(() => void files.refresh(), FILES_MS);
      timer.unref();
      await scheduler.scheduleTask({
        id: 'security-expire',
        scope: 'global',
        frequency: { minutes: 5 },
        initialDelay: { minutes: 1 },
        timeout: { minutes: 5 },
        fn: async () => {
          await ingest.expire();
          const before = new Date(now() - config.keepScansMs);
          await store.expireScans(before.toISOString());
        },
      });
    },
    stop: () => clearInterval(timer),
  };
}
