import {
  ConflictError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { RecordUnavailableError } from '@slipway/plugin-activity-node';
import { ROLLOUTS } from '@slipway/plugin-rollouts-common';
import { Harness, SEEN, startHarness } from '../__testUtils__/harness';
import {
  analysisRun,
  ANALYSIS_RUNS_KIND,
  CLUSTER,
  ordersObjects,
  REPLICA_SETS_KIND,
  replicaSet,
  rollout,
  ROLLOUTS_KIND,
  SECRET_VALUE,
} from '../__testUtils__/objects';

const ref = { cluster: CLUSTER, namespace: 'shop', name: 'orders' };

const rawOrders = (harness: Harness) =>
  harness.clusters.get<{
    metadata: { annotations: Record<string, string> };
    spec: Record<string, unknown> & {
      template: { spec: { containers: Array<{ image: string }> } };
    };
    status: Record<string, unknown>;
  }>(ROLLOUTS, ref);

describe('acting', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness();
  });

  it('an owner promotes: the pause is taken away as that user, and everything is written down', async () => {
    const { status, body } = await harness.act('olga', 'promote', {
      seen: SEEN,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      activityId: 'activity-1',
      action: 'promote',
      ref,
      message: 'Promote of orders was accepted.',
    });
    const raw = await rawOrders(harness);
    expect(raw.status.pauseConditions).toBeUndefined();
    expect(harness.clusters.writes).toEqual([
      expect.objectContaining({
        cluster: CLUSTER,
        outcome: 'applied',
        actor: {
          userEntityRef: 'user:default/olga',
          ownershipEntityRefs: [
            'user:default/olga',
            'group:default/team-orders',
          ],
        },
      }),
    ]);
    expect(harness.activity.entries).toEqual([
      expect.objectContaining({
        type: 'promote',
        actor: 'user:default/olga',
        outcome: 'succeeded',
        target: {
          kind: 'Rollout',
          ...ref,
          uid: 'rollout-orders',
          entityRef: 'component:default/orders',
        },
        before: expect.objectContaining({ step: '1/4' }),
        after: expect.objectContaining({ step: '2/4' }),
      }),
    ]);
    expect(harness.audited).toEqual([
      {
        eventId: 'promote',
        severityLevel: 'medium',
        meta: {
          actor: 'user:default/olga',
          target: { kind: 'Rollout', ...ref },
          channel: 'portal',
        },
        outcome: 'succeeded',
        outcomeMeta: expect.objectContaining({
          actor: 'user:default/olga',
          before: expect.objectContaining({ step: '1/4' }),
          after: expect.objectContaining({ step: '2/4' }),
        }),
      },
    ]);
  });

  it('two users promote at once: one step is taken, the other hears that it changed since then', async () => {
    const [first, second] = await Promise.all([
      harness.act('olga', 'promote', { seen: SEEN }),
      harness.act('paula', 'promote', { seen: SEEN }),
    ]);
    const statuses = [first.status, second.status].sort();
    expect(statuses).toEqual([200, 409]);
    const applied = harness.clusters.writes.filter(
      ({ outcome }) => outcome === 'applied',
    );
    expect(applied).toHaveLength(1);
  });

  it('what changed since then is a conflict that says where it is now', async () => {
    harness.clusters.emit(
      CLUSTER,
      ROLLOUTS,
      rollout({ status: { currentStepIndex: 3 } }),
    );
    const { status, body } = await harness.act('olga', 'promote', {
      seen: SEEN,
    });
    expect(status).toBe(409);
    expect(body.error).toMatchObject({
      name: 'ConflictError',
      message: expect.stringMatching(/changed since you looked.*step 4 of 4/),
    });
    expect(harness.clusters.writes).toEqual([]);
    expect(harness.audited[0]).toMatchObject({ outcome: 'failed' });
    expect(harness.activity.entries).toEqual([]);
  });

  it('a change between reading and writing is a conflict too, and is in the record', async () => {
    harness.clusters.failNext('write', new ConflictError('test failed'));
    const { status, body } = await harness.act('olga', 'promote', {
      seen: SEEN,
    });
    expect(status).toBe(409);
    expect(body.error.message).toMatch(
      /changed since you looked.*now Paused \(CanaryPauseStep\), step 2 of 4, revision 2/,
    );
    expect(harness.clusters.writes).toHaveLength(1);
    expect(harness.activity.entries).toEqual([
      expect.objectContaining({ outcome: 'failed' }),
    ]);
  });

  it('an object that was made again under the same name is a conflict', async () => {
    const { status, body } = await harness.act('olga', 'abort', {
      seen: { ...SEEN, uid: 'another' },
    });
    expect(status).toBe(409);
    expect(body.error.message).toContain('deleted and created again');
  });

  it('an action that would do nothing is refused with the reason', async () => {
    const { status, body } = await harness.act('olga', 'retry', { seen: SEEN });
    expect(status).toBe(409);
    expect(body.error.message).toContain('Only an aborted rollout');
    expect(harness.activity.entries).toEqual([]);
  });

  it.each(['carla', 'vera'])(
    'somebody who does not own it gets 403 with the reason: %s',
    async user => {
      const { status, body } = await harness.act(user, 'promote', {
        seen: SEEN,
      });
      expect(status).toBe(403);
      expect(body.error.message).toBe(
        'Only owners (team-orders) and the platform group may promote orders.',
      );
      expect(harness.clusters.writes).toEqual([]);
      expect(harness.audited).toEqual([
        expect.objectContaining({
          eventId: 'promote',
          outcome: 'failed',
          meta: expect.objectContaining({ actor: `user:default/${user}` }),
        }),
      ]);
    },
  );

  it('reports beforehand who may do what, with the same reason', async () => {
    const olga = await harness.get(`${harness.path('orders')}/access`, 'olga');
    expect(olga.body.actions.abort).toEqual({ allowed: true });
    const carla = await harness.get(
      `${harness.path('orders')}/access`,
      'carla',
    );
    expect(carla.body).toMatchObject({
      entity: { state: 'bound', entityRef: 'component:default/orders' },
      ownerRef: 'group:default/team-orders',
    });
    expect(carla.body.actions['set-image']).toEqual({
      allowed: false,
      reason:
        'Only owners (team-orders) and the platform group may set image of orders.',
    });
  });

  it('services and nobody may not act', async () => {
    const url = `${harness.path('orders')}/actions/abort`;
    for (const caller of [harness.asService('rollouts'), harness.asNobody()]) {
      const { status } = await caller.post(url, { seen: SEEN });
      expect([401, 403]).toContain(status);
    }
    expect(harness.clusters.writes).toEqual([]);
  });

  it.each([
    ['promote', {}, /seen Required|seen/],
    ['promote', { seen: {} }, /seen\.uid/],
    ['promote', { seen: SEEN, args: { now: 1 } }, /args must be left out/],
    ['promote', { seen: SEEN, force: true }, /force/],
    ['undo', { seen: SEEN, args: {} }, /args\.toRevision is required/],
    [
      'set-image',
      { seen: SEEN, args: { images: [{ container: 'app', image: '-x' }] } },
      /args\.images\.0\.image must be an image reference/,
    ],
    ['explode', { seen: SEEN }, /action must be one of promote/],
  ])('validation names the field: %s %j', async (action, body, message) => {
    const answer = await harness.act('olga', action, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(message);
    expect(harness.audited).toEqual([]);
  });

  it('abort needs the revision only: the step may have moved', async () => {
    harness.clusters.emit(
      CLUSTER,
      ROLLOUTS,
      rollout({ status: { currentStepIndex: 3 } }),
    );
    const { status } = await harness.act('olga', 'abort', { seen: SEEN });
    expect(status).toBe(200);
    expect((await rawOrders(harness)).status.abort).toBe(true);
  });

  it('abort continues while the controller writes, but not onto another revision', async () => {
    harness.clusters.failNext('write', new ConflictError('object modified'));
    harness.clusters.failNext('write', new ConflictError('object modified'));
    const { status } = await harness.act('olga', 'abort', { seen: SEEN });
    expect(status).toBe(200);
    expect(harness.activity.entries).toHaveLength(1);

    const other = await startHarness();
    other.clusters.emit(
      CLUSTER,
      ROLLOUTS,
      rollout({ status: { currentPodHash: 'ccc' } }),
    );
    const refused = await other.act('olga', 'abort', { seen: SEEN });
    expect(refused.status).toBe(409);
    expect(other.clusters.writes).toEqual([]);
  });

  it('abort does not try for ever', async () => {
    for (let i = 0; i < 10; i++) {
      harness.clusters.failNext('write', new ConflictError('object modified'));
    }
    const { status } = await harness.act('olga', 'abort', { seen: SEEN });
    expect(status).toBe(409);
    expect(harness.clusters.writes.length).toBeLessThan(6);
  });

  it('without the activity record nothing is done, and nobody reads what its database said', async () => {
    harness.activity.failWith(
      new ServiceUnavailableError('down', new Error('insert into hunter2')),
    );
    const { status, body } = await harness.act('olga', 'promote', {
      seen: SEEN,
    });
    expect(status).toBe(503);
    expect(body.error.name).toBe('UnrecordedError');
    expect(body.error.message).toMatch(/^Nothing was done.* without it\.$/);
    expect(JSON.stringify(body)).not.toContain('hunter2');
    expect(harness.clusters.writes).toEqual([]);
  });

  it('says why the record cannot be kept where that is known', async () => {
    harness.activity.failWith(
      new RecordUnavailableError({ reason: 'The disk is full. Free space.' }),
    );
    const { body } = await harness.act('olga', 'promote', { seen: SEEN });
    expect(body.error.message).toMatch(
      /^Nothing was done.* without it\. The disk is full\. Free space\.$/,
    );
    const aborted = await harness.act('olga', 'abort', { seen: SEEN });
    expect(aborted.status).toBe(200);
    expect(aborted.body.message).toMatch(
      /activity record could not be kept.*The disk is full/,
    );
  });

  it('except abort, which continues with the audit log alone and says so', async () => {
    harness.activity.failWith(new ServiceUnavailableError('down'));
    const { status, body } = await harness.act('olga', 'abort', { seen: SEEN });
    expect(status).toBe(200);
    expect(body.message).toContain('activity record could not be kept');
    expect(body).not.toHaveProperty('activityId');
    expect((await rawOrders(harness)).status.abort).toBe(true);
    expect(harness.audited).toEqual([
      expect.objectContaining({ eventId: 'abort', outcome: 'succeeded' }),
    ]);
  });

  it('a refusal of the cluster is passed on and recorded', async () => {
    harness.clusters.failNext(
      'write',
      new NotAllowedError('slipway:user:default/olga cannot patch rollouts'),
    );
    const { status, body } = await harness.act('olga', 'promote', {
      seen: SEEN,
    });
    expect(status).toBe(403);
    expect(body.error.message).toContain('cannot patch rollouts');
    expect(harness.activity.entries).toEqual([
      expect.objectContaining({
        outcome: 'failed',
        error: expect.stringContaining('cannot patch rollouts'),
      }),
    ]);
  });

  it('undo takes the template of the revision; no value of the environment is written down', async () => {
    const { status } = await harness.act('olga', 'undo', {
      seen: SEEN,
      args: { toRevision: 1 },
    });
    expect(status).toBe(200);
    const raw = await rawOrders(harness);
    expect(raw.spec.template.spec.containers[0].image).toBe(
      'registry.test/orders:1',
    );
    const written = JSON.stringify([harness.activity.entries, harness.audited]);
    expect(written).toContain('masked#');
    expect(written).not.toContain(SECRET_VALUE);
    const { body } = await harness.get(harness.path('orders'));
    expect(body.core.differsFromGit).toBe(true);
  });

  it('undo goes by the owner UID, not by labels: a revision of somebody else is not there', async () => {
    harness.clusters.emit(
      CLUSTER,
      { group: 'apps', plural: 'replicasets' },
      replicaSet('zzz', 9, 'products'),
    );
    const { status, body } = await harness.act('olga', 'undo', {
      seen: SEEN,
      args: { toRevision: 9 },
    });
    expect(status).toBe(400);
    expect(body.error.message).toContain('no revision 9');
  });

  it('set-image writes the image', async () => {
    const { status } = await harness.act('olga', 'set-image', {
      seen: SEEN,
      args: { images: [{ container: 'app', image: 'registry.test/orders:3' }] },
    });
    expect(status).toBe(200);
    const raw = await rawOrders(harness);
    expect(raw.spec.template.spec.containers[0].image).toBe(
      'registry.test/orders:3',
    );
  });

  it('terminates an analysis run of this rollout, and of no other', async () => {
    const run = { analysisRun: 'run-1', uid: 'run-run-1' };
    const { status } = await harness.act('olga', 'terminate-analysis', {
      seen: SEEN,
      args: run,
    });
    expect(status).toBe(200);

    harness.clusters.emit(
      CLUSTER,
      { group: 'argoproj.io', plural: 'analysisruns' },
      analysisRun('foreign', { phase: 'Running' }, 'products'),
    );
    const foreign = await harness.act('olga', 'terminate-analysis', {
      seen: SEEN,
      args: { analysisRun: 'foreign', uid: 'run-foreign' },
    });
    expect(foreign.status).toBe(400);
    expect(foreign.body.error.message).toContain('does not belong to orders');
  });

  it.each([
    ['pause', { paused: true }],
    ['restart', { restartAt: expect.stringMatching(/Z$/) }],
  ])('%s writes the spec', async (action, spec) => {
    const { status } = await harness.act('olga', action, { seen: SEEN });
    expect(status).toBe(200);
    expect((await rawOrders(harness)).spec).toMatchObject(spec);
  });

  it('there is nothing to do on what is not there', async () => {
    const { status } = await harness.act(
      'olga',
      'abort',
      { seen: SEEN },
      harness.path('nothing'),
    );
    expect(status).toBe(404);
  });
});

describe('a template that comes from a workloadRef', () => {
  it('set-image writes the Deployment', async () => {
    const harness = await startHarness({
      clusters: {
        objects: {
          [CLUSTER]: {
            ...ordersObjects,
            [REPLICA_SETS_KIND]: ordersObjects[REPLICA_SETS_KIND],
            [ANALYSIS_RUNS_KIND]: [],
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
                  template: {
                    spec: { containers: [{ name: 'app', image: 'a:1' }] },
                  },
                },
              },
            ],
          },
        },
      },
    });
    const { status, body } = await harness.act('olga', 'set-image', {
      seen: SEEN,
      args: { images: [{ container: 'app', image: 'a:2' }] },
    });
    expect(body).toMatchObject({ action: 'set-image' });
    expect(status).toBe(200);
    expect(
      harness.clusters.writes.map(({ write }) => write.resource.kind),
    ).toContain('Deployment');
  });
});
