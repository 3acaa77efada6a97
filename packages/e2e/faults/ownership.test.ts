import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { stringify } from 'yaml';
import { temporaryFolder } from './lib/cleaner';
import { UserName, SignedIn, signIn } from './lib/users';
import { sharedPortal, startOwnPortal } from './lib/portals';
import { StartedPortal } from './lib/scripts';
import { until } from './lib/wait';

const file = { after };
const SERVICE = 'component:default/order-service';
const ROLLOUT =
  '/api/rollouts/v1/clusters/aks-dev/namespaces/ecommerce/rollouts/order-service';

/** What a team registers to act on the service of another one. */
const TAKING_OVER = [
  {
    kind: 'Component',
    metadata: {
      name: 'order-service',
      annotations: { 'backstage.io/kubernetes-id': 'order-service' },
    },
    spec: { type: 'service', lifecycle: 'production', owner: 'team-catalog' },
  },
  {
    kind: 'Component',
    metadata: {
      name: 'order-service-too',
      annotations: { 'backstage.io/kubernetes-id': 'order-service' },
    },
    spec: { type: 'service', lifecycle: 'production', owner: 'team-catalog' },
  },
  {
    kind: 'Group',
    metadata: { name: 'platform' },
    spec: { type: 'team', children: [], members: ['vera'] },
  },
].map(entity => ({ apiVersion: 'backstage.io/v1alpha1', ...entity }));

interface Conflicts {
  items: Array<{ entityRef: string; effect: string }>;
}

describe('ownership', () => {
  // Here and not in a hook: what a hook registers ends with the hook.
  const folder = temporaryFolder(file);
  let portal: StartedPortal;
  const as = (user: UserName) =>
    until(`${user} signs in`, () =>
      signIn(portal, user).catch(() => undefined),
    );
  const read = async (who: SignedIn, path: string) => {
    const response = await who.ask(path);
    return response.ok ? response.json() : undefined;
  };
  const promote = (who: SignedIn) =>
    // Not what is there: whoever may act gets a 409, and nothing is changed.
    who.send('POST', `${ROLLOUT}/actions/promote`, {
      seen: { uid: 'gone', currentPodHash: 'x', currentStepIndex: 0 },
    });

  before(async () => {
    mkdirSync(join(folder, 'team'));
    const team = join(folder, 'team/catalog-info.yaml');
    writeFileSync(team, TAKING_OVER.map(each => stringify(each)).join('---\n'));
    // Before the portal's own files, in a database that is empty.
    const config = join(folder, 'app-config.yaml');
    writeFileSync(
      config,
      stringify({
        catalog: {
          locations: [
            { type: 'file', target: team },
            { type: 'file', target: '../../catalog-info.yaml' },
            {
              type: 'file',
              target: '../../catalog/users.yaml',
              rules: [{ allow: ['User'] }],
            },
          ],
        },
      }),
    );
    portal = await startOwnPortal(file, {
      configs: [...sharedPortal().configs, config],
      folder,
    });
    await portal.ready();
    const paula = await as('paula');
    await until('the portal has read both locations', async () => {
      const access = await read(paula, `${ROLLOUT}/access`);
      const other = await read(
        paula,
        '/api/catalog/entities/by-name/component/default/order-service-too',
      );
      return access?.ownerRef && other;
    });
  });

  it('is not taken by a location that is read first', async () => {
    const [olga, carla, paula] = [
      await as('olga'),
      await as('carla'),
      await as('paula'),
    ];
    const entity = await read(
      paula,
      '/api/catalog/entities/by-name/component/default/order-service',
    );
    assert.equal(entity.spec.owner, 'group:team-orders');
    const { entity: bound, ownerRef } = await read(olga, `${ROLLOUT}/access`);
    assert.equal(bound.entityRef, SERVICE);
    assert.equal(ownerRef, 'group:default/team-orders');
    assert.equal((await promote(olga)).status, 409);
    const refused = await promote(carla);
    assert.equal(refused.status, 403);
  });

  it('makes nobody a member of the platform group', async () => {
    const [vera, paula] = [await as('vera'), await as('paula')];
    const group = await read(
      paula,
      '/api/catalog/entities/by-name/group/default/platform',
    );
    const members = group.relations
      .filter((relation: { type: string }) => relation.type === 'hasMember')
      .map((relation: { targetRef: string }) => relation.targetRef);
    assert.deepEqual(members, ['user:default/paula']);
    assert.equal((await promote(vera)).status, 403);
  });

  it('conflicts are shown to the platform group alone, without folders of the machine', async () => {
    const [vera, paula] = [await as('vera'), await as('paula')];
    assert.equal((await vera.ask('/api/catalog/conflicts/v1')).status, 403);
    const conflicts: Conflicts = await read(paula, '/api/catalog/conflicts/v1');
    assert.deepEqual(
      conflicts.items.map(({ entityRef }) => entityRef),
      [SERVICE, 'group:default/platform'],
    );
    assert.ok(!JSON.stringify(conflicts).includes(folder));
    const sent = await until('paula has a notification', async () => {
      const { notifications } = await read(
        paula,
        '/api/notifications/notifications?topic=catalog-conflict',
      );
      return notifications.length >= 2 && notifications;
    });
    assert.ok(!JSON.stringify(sent).includes(folder));
    const { totalCount } = await read(
      vera,
      '/api/notifications/notifications?topic=catalog-conflict',
    );
    assert.equal(totalCount, 0);
  });
});
