import { mockServices } from '@backstage/backend-test-utils';
import { RootLifecycleService } from '@backstage/backend-plugin-api';
import { HealthOfPortal } from './HealthOfPortal';
import { StorageMonitor } from './StorageMonitor';

const failing = (code: string) => Object.assign(new Error(code), { code });

describe('StorageMonitor', () => {
  const disk = {
    freeBytes: jest.fn<Promise<number | undefined>, [string]>(),
    writeProbe: jest.fn<Promise<void>, [string]>(),
  };
  const logger = mockServices.rootLogger.mock();
  let monitor: StorageMonitor;

  beforeEach(() => {
    jest.resetAllMocks();
    disk.freeBytes.mockResolvedValue(1e9);
    disk.writeProbe.mockResolvedValue();
    monitor = new StorageMonitor({ logger, disk });
    monitor.watch('/db');
  });

  it('writes nothing while all is well', async () => {
    await monitor.look();
    expect(monitor.describe()).toBeUndefined();
    expect(disk.writeProbe).not.toHaveBeenCalled();
  });

  it('counts a disk as full before it is, and needs space and a write to believe that it is not', async () => {
    disk.freeBytes.mockResolvedValue(4096);
    await monitor.look();
    expect(monitor.isFull('/db')).toBe(true);
    expect(monitor.describe()).toMatch(/is full/);

    disk.freeBytes.mockResolvedValue(1e9);
    // A quota, for instance: the file system has space that this process may not use.
    disk.writeProbe.mockRejectedValue(failing('EDQUOT'));
    await monitor.look();
    expect(monitor.isFull('/db')).toBe(true);

    disk.writeProbe.mockResolvedValue();
    await monitor.look();
    expect(monitor.isFull('/db')).toBe(false);
    expect(monitor.describe()).toBeUndefined();
    // Each change is said once.
    expect(logger.error).toHaveBeenCalledTimes(1);
    expect(logger.info).toHaveBeenCalledTimes(1);
  });

  it('believes a statement that failed where the file system says nothing', async () => {
    disk.freeBytes.mockResolvedValue(undefined);
    monitor.failed('/db', 'full');
    expect(monitor.describe()).toMatch(/is full/);
    // Reading works on a full disk.
    monitor.worked('/db', 'read');
    expect(monitor.isFull('/db')).toBe(true);
    await monitor.look();
    expect(monitor.describe()).toBeUndefined();
  });

  it.each([
    ['EROFS', /read-only/],
    ['EIO', /reports errors/],
    ['ENOENT', /cannot be opened/],
  ])('says what %s means', async (code, words) => {
    disk.freeBytes.mockRejectedValue(failing(code));
    await monitor.look();
    expect(monitor.describe()).toMatch(words);
    expect(monitor.describe()).not.toContain('/db');
  });

  it('judges a database server by its statements: each ends "unreachable", writing ends "full"', () => {
    monitor.failed('activity', 'unreachable');
    expect(monitor.describe()).toMatch(/does not answer/);
    monitor.worked('activity', 'read');
    expect(monitor.describe()).toBeUndefined();

    monitor.failed('activity', 'full');
    monitor.worked('activity', 'read');
    // It is tried: nothing else would show that there is space again.
    expect(monitor.isFull('activity')).toBe(false);
    expect(monitor.describe()).toMatch(/is full/);
    monitor.worked('activity', 'write');
    expect(monitor.describe()).toBeUndefined();
  });

  it('looks once for many who ask', async () => {
    await Promise.all([monitor.look(), monitor.look(), monitor.look()]);
    expect(disk.freeBytes).toHaveBeenCalledTimes(1);
  });
});

describe('HealthOfPortal', () => {
  it('is ready from start to end while the databases and the audit log can be written', async () => {
    const hooks = { start: () => {}, end: () => {} };
    let problem: string | undefined;
    let auditProblem: string | undefined;
    const health = new HealthOfPortal({
      lifecycle: {
        addStartupHook: (hook: () => void) => {
          hooks.start = hook;
        },
        addBeforeShutdownHook: (hook: () => void) => {
          hooks.end = hook;
        },
      } as RootLifecycleService,
      monitor: { look: async () => {}, describe: () => problem },
      auditLog: {
        log: {
          write: async () => undefined,
          get failure() {
            return auditProblem
              ? { since: '2026-01-01T00:00:00Z', reason: auditProblem }
              : undefined;
          },
        },
      },
    });
    const readiness = async () => {
      const { status, payload } = await health.getReadiness();
      return [status, payload];
    };
    expect(await readiness()).toEqual([
      503,
      expect.objectContaining({ started: false }),
    ]);
    hooks.start();
    expect(await readiness()).toEqual([200, { status: 'ok' }]);
    problem = 'The disk is full.';
    expect(await readiness()).toEqual([
      503,
      { status: 'error', message: 'The disk is full.', started: true },
    ]);
    expect((await health.getLiveness()).status).toBe(200);
    problem = undefined;
    auditProblem = 'The audit log cannot be written.';
    expect(await readiness()).toEqual([
      503,
      { status: 'error', message: auditProblem, started: true },
    ]);
    auditProblem = undefined;
    expect(await readiness()).toEqual([200, { status: 'ok' }]);
    hooks.end();
    expect(await readiness()).toEqual([
      503,
      expect.objectContaining({ message: 'Backend is shutting down' }),
    ]);
  });
});
