import {
  RootHealthService,
  RootLifecycleService,
} from '@backstage/backend-plugin-api';
import { AuditLogService } from '@slipway/plugin-activity-node/audit';
import { StorageMonitor } from './StorageMonitor';

type Health = Awaited<ReturnType<RootHealthService['getReadiness']>>;

/**
 * The health of Backstage, which is ready from its start to its end, and not
 * ready while the databases or the audit log cannot be written. `started` says
 * which of the two it is: a portal that cannot write still serves those who read.
 */
export class HealthOfPortal implements RootHealthService {
  #state: 'init' | 'up' | 'down' = 'init';
  readonly #monitor: Pick<StorageMonitor, 'look' | 'describe'>;
  readonly #auditLog: AuditLogService['log'];

  constructor(options: {
    lifecycle: RootLifecycleService;
    monitor: Pick<StorageMonitor, 'look' | 'describe'>;
    auditLog?: AuditLogService;
  }) {
    this.#monitor = options.monitor;
    this.#auditLog = options.auditLog?.log;
    options.lifecycle.addStartupHook(() => {
      this.#state = 'up';
    });
    options.lifecycle.addBeforeShutdownHook(() => {
      this.#state = 'down';
    });
  }

  async getLiveness(): Promise<Health> {
    return { status: 200, payload: { status: 'ok' } };
  }

  async getReadiness(): Promise<Health> {
    if (this.#state === 'init') {
      return notReady('Backend has not started yet', false);
    }
    if (this.#state === 'down') {
      return notReady('Backend is shutting down', false);
    }
    await this.#monitor.look();
    const problem = this.#monitor.describe() ?? this.#auditLog?.failure?.reason;
    return problem
      ? notReady(problem, true)
      : { status: 200, payload: { status: 'ok' } };
  }
}

function notReady(message: string, started: boolean): Health {
  return { status: 503, payload: { status: 'error', message, started } };
}
