import { canaryFindingsTopic } from '@slipway/plugin-security-common';
import { component, until } from '@slipway/test-utils';
import {
  CANARY_REPORT,
  RESOURCE,
  setUp,
  STABLE,
  VULNERABILITIES,
} from '../__testUtils__/harness';
import {
  rolloutObjects,
  vulnerability,
  vulnerabilityReport,
} from '../__testUtils__/objects';

const RISKS = '/api/security/v1/entities/component/default/orders/risks';
const ACCEPT = `${RISKS}/actions/accept-risk`;
const FLEET = '/api/security/v1/fleet';
const REPORTS = { [VULNERABILITIES]: [STABLE, CANARY_REPORT] };
/** The critical that the canary adds. */
const ARGS = {
  vulnerability: 'CVE-2026-0003',
  package: 'pkg:npm/qs',
  severity: 'critical',
  scope: 'service',
  until: new Date(Date.now() + 10 * 24 * 3_600_000).toISOString().slice(0, 10),
  reason: 'It is never reached',
};

/** A workload of another service that runs the same image. */
function copyOf(entity?: string) {
  const replicaSet = rolloutObjects()['replicasets.apps'][0];
  const owner = [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'copy',
      uid: 'd-copy',
      controller: true,
    },
  ];
  return {
    ...rolloutObjects(),
    'deployments.apps': [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: {
          name: 'copy',
          namespace: 'shop',
          uid: 'd-copy',
          labels: entity ? { 'backstage.io/kubernetes-id': entity } : {},
        },
      },
    ],
    'replicasets.apps': [
      ...rolloutObjects()['replicasets.apps'],
      {
        ...replicaSet,
        metadata: {
          ...replicaSet.metadata,
          name: 'copy-1',
          uid: 'rs-copy',
          ownerReferences: owner,
        },
      },
    ],
  };
}

type Options = Parameters<typeof setUp>[1];

async function setUpRisks(
  options: Options = {},
  reports: Record<string, object[]> = REPORTS,
) {
  const test = await setUp(reports, options);
  await test.scanned(2);
  const post = (path: string, body: object, user = 'olga') =>
    test.as(user).post(path, body);
  return {
    ...test,
    ask: (change: object = {}, user?: string) =>
      post(
        `${ACCEPT}/approval`,
        { args: { ...ARGS, ...change }, reason: 'For the release' },
        user,
      ),
    accept: (approvalId?: string, change: object = {}) =>
      post(ACCEPT, {
        args: { ...ARGS, ...change },
        ...(approvalId ? { approvalId } : {}),
      }),
    withdraw: (id: string, user?: string) =>
      post(`/api/security/v1/risks/${id}/actions/withdraw-risk`, {}, user),
    /** Asks for it, lets omar allow it, and uses it. */
    async accepted(change: object = {}) {
      const asked = await post(`${ACCEPT}/approval`, {
        args: { ...ARGS, ...change },
        reason: 'For the release',
      });
      test.approvals.allow(asked.body.approval.id);
      return post(ACCEPT, {
        args: { ...ARGS, ...change },
        approvalId: asked.body.approval.id,
      });
    },
  };
}

describe('accepting a risk', () => {
  it('takes somebody else, and then it counts nowhere', async () => {
    const test = await setUpRisks({
      config: { gate: { rules: [{ name: 'no new criticals' }] } },
    });
    expect((await test.canary()).diff.added).toHaveLength(1);

    const refused = await test.accept();
    expect([refused.status, refused.body.error.name]).toEqual([
      403,
      'ApprovalRequiredError',
    ]);
    const asked = await test.ask();
    expect(asked.status).toBe(201);
    expect(asked.body.approval.asked).toMatchObject({
      action: 'accept-risk',
      entityRef: 'component:default/orders',
      args: ARGS,
      words: expect.stringContaining(
        'Accepts the critical finding CVE-2026-0003 in qs until',
      ),
    });
    const early = await test.accept(asked.body.approval.id);
    expect(early.body.error.message).toBe('Nobody has allowed it yet.');
    test.approvals.allow(asked.body.approval.id);
    expect((await test.accept(asked.body.approval.id)).status).toBe(200);

    const { images, risks } = await test.findings();
    expect(risks).toMatchObject([
      {
        ...ARGS,
        acceptedBy: 'user:default/olga',
        allowedBy: 'user:default/omar',
      },
    ]);
    const canary = images.find(
      ({ places }: { places: [{ role: string }] }) =>
        places[0].role === 'canary',
    );
    expect(canary).toMatchObject({
      counts: { critical: 0 },
      suppressed: [
        {
          finding: { id: 'CVE-2026-0003' },
          by: {
            source: 'accepted',
            by: ['user:default/olga', 'user:default/omar'],
            until: ARGS.until,
            reason: ARGS.reason,
          },
        },
      ],
    });
    // Nor does it stop a promotion, nor is it in the counts of all services.
    expect((await test.canary()).diff.added).toEqual([]);
    const topic = await test.live.open(canaryFindingsTopic, {
      cluster: 'gke',
      namespace: 'shop',
      name: 'orders',
    });
    await topic.waitFor(({ items }) => items.size === 1);
    expect(topic.items.get('summary')?.gate).toBeUndefined();
    topic.close();
    const fleet = (await test.as('vera').get(FLEET)).body;
    expect(fleet.rows[0].counts).toMatchObject({ critical: 0, high: 1 });
    expect(test.activity.entries.at(-1)).toMatchObject({
      type: 'accept-risk',
      target: { entityRef: 'component:default/orders', kind: 'component' },
      summary: expect.stringContaining('It is never reached as approved'),
    });
    await test.stop();
  });

  it('survives a new tag and a new version of the package', async () => {
    const test = await setUpRisks();
    expect((await test.accepted()).status).toBe(200);
    const at = '2026-11-29T10:00:00.000Z';
    const next = {
      ...vulnerability('CVE-2026-0003', 'CRITICAL'),
      installedVersion: '6.5.9',
      packagePURL: 'pkg:npm/qs@6.5.9',
    };
    const report = vulnerabilityReport('bbb', [next], { uid: 'vr-next', at });
    report.report.artifact.tag = '2.0.0';
    test.clusters.emit('gke', RESOURCE, report);
    await until('the next report is read', async () =>
      JSON.stringify(await test.findings()).includes(at),
    );
    expect((await test.canary()).diff.added).toEqual([]);
    await test.stop();
  });

  it.each<[string, object, string | undefined, number]>([
    ['somebody who does not own it', {}, 'carla', 403],
    ['nobody can have', { vulnerability: 'CVE-1999-1' }, undefined, 404],
    ['as severe as it is not', { severity: 'low' }, undefined, 409],
    ['until yesterday', { until: '2020-01-01' }, undefined, 400],
    ['for ever', { until: '2999-01-01' }, undefined, 400],
    ['for all services, by an owner', { scope: 'everywhere' }, undefined, 403],
  ])('is not asked for: %s', async (_, change, user, status) => {
    const test = await setUpRisks();
    expect((await test.ask(change, user)).status).toBe(status);
    expect(test.approvals.approvals).toEqual([]);
    await test.stop();
  });

  it("for all services is the platform group's to ask", async () => {
    const test = await setUpRisks();
    expect((await test.ask({ scope: 'everywhere' }, 'paula')).status).toBe(201);
    const { body } = await test.as('paula').get(RISKS);
    expect(body).toMatchObject({
      accept: { allowed: true },
      everywhere: { allowed: true },
      latest: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
    });
    expect((await test.as('vera').get(RISKS)).body).toMatchObject({
      accept: { allowed: false },
      everywhere: { allowed: false },
    });
    await test.stop();
  });

  it.each([
    ['another team', 'copy', /component:default\/copy runs this image too/],
    ['nobody', undefined, /no entity owns it/],
  ])(
    'of an image is refused where it is run by %s',
    async (_, entity, message) => {
      const test = await setUpRisks(
        {
          entities: [
            component('orders', 'team-orders', {
              'backstage.io/kubernetes-id': 'orders',
            }),
            component('copy', 'team-catalog', {
              'backstage.io/kubernetes-id': 'copy',
            }),
          ],
        },
        { ...copyOf(entity), ...REPORTS },
      );
      const scope = { scope: 'image', repository: 'docker.io/shop/orders' };
      const { status, body } = await test.ask(scope);
      expect([status, body.error.message]).toEqual([
        403,
        expect.stringMatching(message),
      ]);
      expect((await test.ask()).status).toBe(201);
      await test.stop();
    },
  );
});

describe('an accepted risk', () => {
  it('counts again when it is withdrawn, which takes nobody else', async () => {
    const test = await setUpRisks();
    await test.accepted();
    const [{ id }] = (await test.findings()).risks;
    expect((await test.withdraw(id, 'carla')).status).toBe(403);
    expect((await test.withdraw(id, 'paula')).status).toBe(200);
    expect((await test.withdraw(id)).status).toBe(409);
    const { risks } = await test.findings();
    expect(risks).toEqual([]);
    expect((await test.canary()).diff.added).toHaveLength(1);
    expect(test.activity.entries.at(-1)).toMatchObject({
      type: 'withdraw-risk',
      target: { kind: 'component', name: 'orders' },
      summary: 'Withdraw the acceptance of CVE-2026-0003 in qs',
    });
    await test.stop();
  });

  it('counts again when its time is over', async () => {
    const test = await setUpRisks();
    await test.accepted();
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 11 * 24 * 3_600_000);
    expect((await test.findings()).risks).toEqual([]);
    expect((await test.canary()).diff.added).toHaveLength(1);
    jest.restoreAllMocks();
    await test.stop();
  });

  it('does not exist', async () => {
    const test = await setUpRisks();
    const { status } = await test.withdraw(
      '00000000-0000-4000-8000-000000000000',
    );
    expect(status).toBe(404);
    await test.stop();
  });
});
