import {
  createMockDirectory,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  coreServices,
  createBackendPlugin,
  AuditorService,
} from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { readdirSync, readFileSync } from 'node:fs';
import { AuditLog } from './AuditLog';
import { AuditLogUnavailableError } from './AuditLogUnavailableError';
import { fileAuditorFactory, FileAuditor } from './auditorFactory';
import { readAuditLogConfig } from './config';
import { readLogLevels } from './logLevels';

const LONG = 'x'.repeat(60);
const TARGET = { kind: 'Rollout', name: 'orders' };

/** The auditor as a plugin of a backend gets it. */
async function auditorOf(audit: JsonObject) {
  let auditor: AuditorService | undefined;
  const backend = await startTestBackend({
    features: [
      fileAuditorFactory,
      mockServices.rootConfig.factory({ data: { slipway: { audit } } }),
      createBackendPlugin({
        pluginId: 'tested',
        register(env) {
          env.registerInit({
            deps: { service: coreServices.auditor },
            async init({ service }) {
              auditor = service;
            },
          });
        },
      }),
    ],
  });
  if (!auditor) throw new Error('The plugin was not started');
  return { auditor, backend };
}

describe('the auditor with files', () => {
  const directory = createMockDirectory();
  beforeEach(() => directory.clear());

  const lines = () =>
    readdirSync(directory.path)
      .sort()
      .flatMap(name =>
        readFileSync(directory.resolve(name), 'utf8').trimEnd().split('\n'),
      )
      .map(line => JSON.parse(line));

  it('keeps who did what and how it ended, over starts of the portal', async () => {
    const first = await auditorOf({ directory: directory.path });
    const event = await first.auditor.createEvent({
      eventId: 'abort',
      severityLevel: 'high',
      meta: { actor: 'user:default/olga', target: TARGET },
    });
    await event.success({ meta: { after: { aborted: true } } });
    await first.backend.stop();

    const second = await auditorOf({ directory: directory.path });
    const other = await second.auditor.createEvent({
      eventId: 'promote',
      severityLevel: 'medium',
    });
    await other.fail({
      error: new ConflictError('it changed', new Error('insert into hunter2')),
    });
    await second.backend.stop();

    const base = { plugin: 'tested', timestamp: expect.any(String) };
    expect(lines()).toEqual([
      expect.objectContaining({
        ...base,
        eventId: 'abort',
        status: 'initiated',
        severityLevel: 'high',
        meta: { actor: 'user:default/olga', target: TARGET },
      }),
      expect.objectContaining({
        ...base,
        eventId: 'abort',
        status: 'succeeded',
        meta: {
          actor: 'user:default/olga',
          target: TARGET,
          after: { aborted: true },
        },
      }),
      expect.objectContaining({ ...base, status: 'initiated' }),
      expect.objectContaining({
        ...base,
        eventId: 'promote',
        status: 'failed',
        error: { name: 'ConflictError', message: 'it changed' },
      }),
    ]);
  });

  it('keeps readings only where that is configured', async () => {
    for (const [severity, expected] of [
      ['medium', ['act']],
      ['low', ['act', 'read', 'act']],
    ] as const) {
      const { auditor, backend } = await auditorOf({
        directory: directory.path,
        severity,
      });
      if (severity === 'low') {
        await auditor.createEvent({ eventId: 'read' });
      }
      await auditor.createEvent({ eventId: 'act', severityLevel: 'medium' });
      await backend.stop();
      expect(lines().map(({ eventId }) => eventId)).toEqual(expected);
    }
  });

  it('nothing of an unforeseen error but its name, and no field without end', async () => {
    const { auditor, backend } = await auditorOf({ directory: directory.path });
    const event = await auditor.createEvent({
      eventId: 'act',
      severityLevel: 'medium',
      meta: { actor: 'a'.repeat(10_000), target: TARGET },
    });
    await event.fail({
      error: new Error('connect to db with password hunter2'),
      meta: { before: { list: Array.from({ length: 2_000 }, () => LONG) } },
    });
    await backend.stop();
    const [first, last] = lines();
    expect(first.meta.actor).toHaveLength(
      4_000 + '… (10000 characters)'.length,
    );
    expect(last.error).toEqual({ name: 'Error' });
    expect(last.meta).toMatchObject({ target: TARGET, omitted: 'too large' });
  });

  it('needs no files', async () => {
    const { auditor, backend } = await auditorOf({});
    const event = await auditor.createEvent({
      eventId: 'act',
      severityLevel: 'high',
    });
    await expect(event.success()).resolves.toBeUndefined();
    await backend.stop();
  });
});

describe('while the files cannot be written', () => {
  function setUp() {
    const failing = { now: true };
    const written: string[] = [];
    const logger = mockServices.logger.mock();
    const log = new AuditLog({
      logger,
      gapLine: String,
      files: {
        async append(all) {
          if (failing.now) {
            return { kept: 0, error: { code: 'ENOSPC' } };
          }
          written.push(...all);
          return { kept: all.length };
        },
      },
    });
    const auditor = new FileAuditor({
      auditLog: { log },
      auth: mockServices.auth(),
      httpAuth: mockServices.httpAuth(),
      plugin: { getId: () => 'tested' },
      logger,
      severity: 'low',
      levels: readLogLevels(mockServices.rootConfig()),
    });
    return { auditor, failing, written };
  }

  it.each(['medium', 'high', 'critical'] as const)(
    'what changes something is refused: %s',
    async severityLevel => {
      const { auditor } = setUp();
      await expect(
        auditor.createEvent({ eventId: 'act', severityLevel }),
      ).rejects.toMatchObject({
        name: 'UnrecordedError',
        statusCode: 503,
        message: expect.stringMatching(/disk .* is full.*Free space/),
      });
    },
  );

  it('reading continues', async () => {
    const { auditor } = setUp();
    const event = await auditor.createEvent({ eventId: 'read' });
    await expect(event.success()).resolves.toBeUndefined();
  });

  it('an outcome never throws, and is written when that works again', async () => {
    const { auditor, failing, written } = setUp();
    failing.now = false;
    const event = await auditor.createEvent({
      eventId: 'act',
      severityLevel: 'high',
    });
    failing.now = true;
    await expect(event.success()).resolves.toBeUndefined();
    failing.now = false;
    await auditor.createEvent({ eventId: 'next', severityLevel: 'high' });
    expect(
      written
        .map(line => JSON.parse(line))
        .map(one => [one.eventId, one.status]),
    ).toEqual([
      ['act', 'initiated'],
      ['act', 'succeeded'],
      ['next', 'initiated'],
    ]);
  });

  it('a safe action continues with the event of the error', async () => {
    const { auditor, failing, written } = setUp();
    const error = await auditor
      .createEvent({ eventId: 'abort', severityLevel: 'high' })
      .catch(caught => caught);
    expect(error).toBeInstanceOf(AuditLogUnavailableError);
    failing.now = false;
    await error.event.success();
    expect(written.map(line => JSON.parse(line).status)).toEqual([
      'initiated',
      'succeeded',
    ]);
  });
});

describe('slipway.audit', () => {
  const read = (audit: JsonObject) =>
    readAuditLogConfig(
      mockServices.rootConfig({ data: { slipway: { audit } } }),
    );

  it('has defaults', () => {
    expect(read({})).toEqual({
      retentionMs: 365 * 24 * 60 * 60_000,
      maxFileBytes: 50_000_000,
      severity: 'medium',
    });
    expect(read({ directory: 'd', retention: 'P2D' })).toMatchObject({
      directory: 'd',
      retentionMs: 2 * 24 * 60 * 60_000,
    });
  });

  it.each<[JsonObject, string]>([
    [
      { retention: 'PT1H' },
      'slipway.audit.retention: must be at least one day',
    ],
    [{ maxFileBytes: 10 }, 'slipway.audit.maxFileBytes: must be'],
    [{ severity: 'loud' }, 'slipway.audit.severity: must be one of low'],
  ])('refuses %j and names the key', (audit, message) => {
    expect(() => read(audit)).toThrow(message);
  });
});
