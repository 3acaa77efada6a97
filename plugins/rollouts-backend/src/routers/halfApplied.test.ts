import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import { OutcomeUnknownError } from '@slipway/plugin-clusters-common';
import { ROLLOUTS } from '@slipway/plugin-rollouts-common';
import { SEEN, startHarness } from '../__testUtils__/harness';
import {
  CLUSTER,
  ordersObjects,
  rollout,
  ROLLOUTS_KIND,
} from '../__testUtils__/objects';

const ref = { cluster: CLUSTER, namespace: 'shop', name: 'orders' };

/** `orders`, paused by a user on top of the pause of its step. */
const pausedByUser = {
  ...ordersObjects,
  [ROLLOUTS_KIND]: [rollout({ spec: { paused: true } })],
};

/** `orders` with its template in a Deployment. */
const withWorkloadRef = {
  ...ordersObjects,
  [ROLLOUTS_KIND]: [
    rollout({
      spec: {
        template: undefined,
        workloadRef: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: 'orders-template',
        },
      },
    }),
  ],
  'deployments.apps': [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'orders-template', namespace: 'shop' },
      spec: {
        template: { spec: { containers: [{ name: 'app', image: 'a:1' }] } },
      },
    },
  ],
};

const start = (objects: typeof ordersObjects) =>
  startHarness({ clusters: { objects: { [CLUSTER]: objects } } });

/** Every action that sends two changes, with what the first and the second are. */
const TWO_CHANGES: Array<{
  action: string;
  args?: object;
  objects: typeof ordersObjects;
  first: RegExp;
  second: RegExp;
}> = [
  {
    action: 'promote',
    objects: pausedByUser,
    first: /^Rollout orders: spec\.paused set to false$/,
    second: /^Rollout orders: status\.pauseConditions removed$/,
  },
  {
    action: 'promote-full',
    objects: pausedByUser,
    first: /^Rollout orders: status\.promoteFull set to true$/,
    second: /^Rollout orders: spec\.paused set to false$/,
  },
  {
    action: 'undo',
    args: { toRevision: 1 },
    objects: withWorkloadRef,
    first: /^Deployment orders-template: spec\.template changed$/,
    second: /^Rollout orders: annotation slipway\.io\//,
  },
  {
    action: 'set-image',
    args: { images: [{ container: 'app', image: 'a:2' }] },
    objects: withWorkloadRef,
    first: /^Deployment orders-template: spec\.template/,
    second: /^Rollout orders: annotation slipway\.io\//,
  },
];

describe.each(TWO_CHANGES)(
  '$action sends two changes',
  ({ action, args, objects, first, second }) => {
    const body = { seen: SEEN, ...(args ? { args } : {}) };

    it.each([
      new ConflictError('it changed'),
      new ServiceUnavailableError('cluster gke cannot be reached'),
    ])(
      'and when the second fails with $name, both facts are in the answer, the activity and the audit log',
      async error => {
        const harness = await start(objects);
        harness.clusters.failNext('write', error, { skip: 1 });
        const answer = await harness.act('olga', action, body);

        expect(answer.status).toBe(409);
        expect(answer.body.error).toMatchObject({
          name: 'PartiallyAppliedError',
          applied: [expect.stringMatching(first)],
          notApplied: [expect.stringMatching(second)],
          unknown: [],
        });
        const { message } = answer.body.error;
        expect(message).toMatch(/^Applied: .* Not applied: .* Reason: /);
        expect(message).toContain(error.message);
        expect(message).not.toMatch(/changed since|nothing was/i);

        const parts = {
          applied: [expect.stringMatching(first)],
          notApplied: [expect.stringMatching(second)],
          unknown: [],
        };
        expect(harness.activity.entries).toEqual([
          expect.objectContaining({
            type: action,
            outcome: 'partial',
            error: message,
            after: parts,
          }),
        ]);
        expect(harness.audited).toEqual([
          expect.objectContaining({
            eventId: action,
            outcome: 'failed',
            error: message,
            outcomeMeta: expect.objectContaining({
              outcome: 'partial',
              after: parts,
            }),
          }),
        ]);
      },
    );

    it('and when the second is not confirmed, it is neither applied nor not applied', async () => {
      const harness = await start(objects);
      harness.clusters.failNext('write', new OutcomeUnknownError('cut'), {
        skip: 1,
      });
      const { body: answer } = await harness.act('olga', action, body);
      expect(answer.error).toMatchObject({
        name: 'PartiallyAppliedError',
        applied: [expect.stringMatching(first)],
        unknown: [expect.stringMatching(second)],
        notApplied: [],
      });
      expect(harness.activity.entries[0].outcome).toBe('partial');
    });

    it('and when the second would be refused, nothing is sent and nothing was changed', async () => {
      const harness = await start(objects);
      harness.clusters.failNext('dryRun', new ConflictError('test'), {
        skip: 1,
      });
      const { status, body: answer } = await harness.act('olga', action, body);
      expect(status).toBe(409);
      expect(answer.error.name).toBe('ConflictError');
      expect(harness.clusters.writes).toEqual([]);
      expect(harness.activity.entries[0].outcome).toBe('failed');
    });
  },
);

describe('a change that the cluster does not confirm', () => {
  it.each(['promote', 'abort', 'pause'])(
    '%s is reported as not known, and recorded so',
    async action => {
      const harness = await startHarness();
      harness.clusters.failNext('write', new OutcomeUnknownError('cut'));
      const { status, body } = await harness.act('olga', action, {
        seen: SEEN,
      });
      expect(status).toBe(504);
      expect(body.error).toMatchObject({
        name: 'OutcomeUnknownError',
        message: expect.stringMatching(/^Not known whether applied: .*cut/),
      });
      expect(harness.clusters.writes).toHaveLength(1);
      expect(harness.activity.entries).toEqual([
        expect.objectContaining({
          outcome: 'unknown',
          error: body.error.message,
        }),
      ]);
      expect(harness.audited).toEqual([
        expect.objectContaining({
          outcome: 'failed',
          outcomeMeta: expect.objectContaining({ outcome: 'unknown' }),
        }),
      ]);
    },
  );
});

describe('while the audit log cannot be written', () => {
  const startWithout = () => startHarness({ auditLogFails: true });

  it('an action is refused with the reason', async () => {
    const harness = await startWithout();
    const { status, body } = await harness.act('olga', 'promote', {
      seen: SEEN,
    });
    expect(status).toBe(503);
    expect(body.error.message).toMatch(
      /^Nothing was changed: the audit log cannot be written.* The disk is full\./,
    );
    expect(body.error).not.toHaveProperty('event');
    expect(harness.clusters.writes).toEqual([]);
    expect(harness.activity.entries).toEqual([]);
  });

  it('abort continues, and says which of its records is missing', async () => {
    const harness = await startWithout();
    const { status, body } = await harness.act('olga', 'abort', { seen: SEEN });
    expect(status).toBe(200);
    expect(body.message).toMatch(
      /audit log could not be written; the activity/,
    );
    expect(harness.audited).toMatchObject([{ outcome: 'succeeded' }]);

    const neither = await startWithout();
    neither.activity.failWith(new ServiceUnavailableError('down'));
    const answer = await neither.act('olga', 'abort', { seen: SEEN });
    expect(answer.status).toBe(200);
    expect(answer.body.message).toMatch(
      /Its record is missing: the activity record/,
    );
    const raw = await neither.clusters.get<{ status: { abort: boolean } }>(
      ROLLOUTS,
      ref,
    );
    expect(raw.status.abort).toBe(true);
  });
});
