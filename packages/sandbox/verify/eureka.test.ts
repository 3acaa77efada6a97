/**
 * The portal's reader of Eureka against the sandbox's registry and, where
 * SLIPWAY_EUREKA names the program (`build --with eureka` of
 * tools/real-stack), against a real Eureka server.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { RegistrationComparison } from '@slipway/plugin-observability-common';
import { freePort } from './freePort';
import { JavaServer, startJavaServer } from './javaServer';
import {
  realWorld,
  registryView,
  RegistryWorld,
  sandboxWorld,
} from './registryWorlds';

const PODS = 10;
/** s; a client renews each second. */
const LEASE = 10;
const FIRST = 'order-service-abc-p1';
const SECOND = 'order-service-abc-p2';

const inStep = ({ verdict }: RegistrationComparison) => verdict === 'in-step';
/** State of a pod or of an instance that has none; undefined where there is neither. */
const stateOf = ({ registrations }: RegistrationComparison, pod: string) =>
  registrations.find(({ name }) => name.startsWith(pod))?.state;

type View = ReturnType<typeof registryView>;

/** A scenario on a registry with ten pods that are in step. */
function scenario(
  name: string,
  makeWorld: () => Promise<RegistryWorld>,
  run: (world: RegistryWorld, view: View) => Promise<void>,
) {
  it(name, async () => {
    const world = await makeWorld();
    const view = registryView(world);
    try {
      await view.until('all are in step', inStep);
      await run(world, view);
    } finally {
      await view.close();
      await world.close();
    }
  });
}

/** What holds on both. */
function scenarios(makeWorld: () => Promise<RegistryWorld>) {
  scenario(
    'reads what pods have registered',
    makeWorld,
    async (world, view) => {
      const instances = await view.instances();
      assert.equal(instances.length, PODS);
      const first = instances.find(({ instanceId }) =>
        instanceId.startsWith(`${FIRST}:`),
      );
      assert.ok(first);
      const { registeredAt = 0, renewedUntil = 0, ...rest } = first;
      assert.deepEqual(rest, {
        app: 'order-service',
        instanceId: `${FIRST}:order-service:8300`,
        status: 'UP',
        hostName: '10.244.0.1',
        ip: '10.244.0.1',
        port: 8300,
        leaseSeconds: world.leaseSeconds,
      });
      assert.ok(Math.abs(world.now() - registeredAt) < world.evictedWithinMs);
      assert.ok(renewedUntil >= registeredAt);
    },
  );

  scenario(
    'finds that a renewal is written one lease ahead',
    makeWorld,
    async (world, view) => {
      const ahead = async () => {
        const [{ renewedUntil = 0 }] = await view.instances();
        return (renewedUntil - world.now()) / 1_000;
      };
      for (
        let tries = 0;
        (await ahead()) < world.leaseSeconds / 2;
        tries += 1
      ) {
        assert.ok(tries < 100, 'no renewal lies ahead');
        await world.wait(500);
      }
      assert.ok((await ahead()) <= world.leaseSeconds);
    },
  );

  scenario(
    'shows a killed pod as leaving, then as gone, until its lease has ended',
    makeWorld,
    async (world, view) => {
      world.kill(FIRST);
      await view.until('leaving', found => stateOf(found, FIRST) === 'leaving');
      const gone = await view.until(
        'gone',
        found => stateOf(found, FIRST) === 'pod-gone',
      );
      assert.equal(gone.verdict, 'drift');
      await view.until('evicted', inStep, 2 * world.evictedWithinMs);
    },
  );

  scenario(
    'is in step again when a pod took its registration back',
    makeWorld,
    async (world, view) => {
      await world.scaleAway(FIRST);
      const { registrations } = await view.until('in step', inStep, 40_000);
      assert.equal(registrations.length, PODS - 1);
    },
  );

  scenario(
    'finds a ready pod that is not registered, after the grace period',
    makeWorld,
    async (world, view) => {
      world.addSilent();
      const silent = world.pods()[PODS].name;
      const found = await view.until(
        'not registered',
        one => stateOf(one, silent) === 'not-registered',
      );
      assert.equal(found.verdict, 'drift');
    },
  );
}

/** What holds on both while the server keeps leases that have ended. */
function preservation(makeWorld: () => Promise<RegistryWorld>) {
  scenario(
    'names the leases that a server in self-preservation keeps',
    makeWorld,
    async (world, view) => {
      world.kill(FIRST);
      world.kill(SECOND);
      await world.wait(world.evictedWithinMs);
      // As it looks when caches and evictions can no longer explain them.
      const found = await view.compared(270_000);
      assert.equal(stateOf(found, FIRST), 'pod-gone');
      assert.deepEqual(found.selfPreservation, { expired: 2 });
    },
  );
}

describe('sandbox', () => {
  scenarios(() => sandboxWorld(PODS));
  preservation(() => sandboxWorld(PODS));
});

const program = process.env.SLIPWAY_EUREKA;

if (program) {
  describe('Eureka', () => {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-eureka-'));
    const start = async (name: string, properties: readonly string[]) => {
      const port = await freePort();
      return startJavaServer({
        program,
        args: [
          `--server.port=${port}`,
          '--server.address=127.0.0.1',
          '--eureka.client.register-with-eureka=false',
          '--eureka.client.fetch-registry=false',
          '--eureka.instance.hostname=localhost',
          '--eureka.server.eviction-interval-timer-in-ms=1000',
          '--eureka.server.response-cache-update-interval-ms=500',
          // A renewal alone does not renew what is cached: by default for three minutes.
          '--eureka.server.response-cache-auto-expiration-in-seconds=1',
          ...properties.map(one => `--eureka.server.${one}`),
        ],
        port,
        folder: join(folder, name),
        ready: '/eureka/apps',
      });
    };
    let evicting: JavaServer | undefined;
    let preserving: JavaServer | undefined;
    const urlOf = (server: JavaServer | undefined) => {
      assert.ok(server, 'Eureka did not start');
      return server.url;
    };
    const world = () => realWorld(urlOf(evicting), PODS, LEASE);

    before(async () => {
      evicting = await start('evicting', ['enable-self-preservation=false']);
      // In its first minute it has counted no renewals, and preserves itself.
      preserving = await start('preserving', []);
    });
    after(async () => {
      await evicting?.stop();
      await preserving?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    scenarios(world);
    preservation(() => realWorld(urlOf(preserving), PODS, LEASE));

    for (const status of ['DOWN', 'STARTING']) {
      it(`finds a ready pod that says ${status} of itself`, async () => {
        const clients = await world();
        const view = registryView(clients);
        await view.until('all are in step', inStep);
        await clients.say(FIRST, status);
        const { registrations } = await view.until(
          'not up',
          found => stateOf(found, FIRST) === 'not-up',
        );
        assert.equal(registrations[0].status, status);
        await view.close();
        await clients.close();
      });
    }

    it('finds a ready pod that was taken OUT_OF_SERVICE at the server', async () => {
      const clients = await world();
      const view = registryView(clients);
      await view.until('all are in step', inStep);
      await clients.overrule(FIRST, 'OUT_OF_SERVICE');
      const { registrations } = await view.until(
        'not up',
        found => stateOf(found, FIRST) === 'not-up',
      );
      assert.equal(registrations[0].status, 'OUT_OF_SERVICE');
      await view.close();
      await clients.close();
    });

    it('has the members that the sandbox has, and is XML where JSON is not asked for', async () => {
      const clients = await world();
      const sandbox = await sandboxWorld(PODS);
      await registryView(clients).until('in step', inStep);
      await registryView(sandbox).until('in step', inStep);
      const shape = async (url: string) => {
        const answer = await fetch(`${url}/eureka/apps`, {
          headers: { accept: 'application/json' },
        });
        const { applications } = (await answer.json()) as {
          applications: { application: unknown };
        };
        const [application] = [applications.application].flat() as Array<{
          instance: unknown;
        }>;
        const [instance] = [application.instance].flat();
        return shapeOf(instance);
      };
      const real = await shape(clients.url);
      const simulated = await shape(sandbox.url);
      for (const [member, type] of simulated) {
        if (real.has(member)) assert.equal(type, real.get(member), member);
      }
      // Addresses of pages are set by Spring's client, not by the server.
      const missing = [...real.keys()].filter(one => !simulated.has(one));
      assert.deepEqual(missing, []);
      const plain = await fetch(`${clients.url}/eureka/apps`);
      assert.match(await plain.text(), /^<applications>/);
      await sandbox.close();
      await clients.close();
    });

    it('says that a server answers too slowly, and reads it when it answers again', async () => {
      const clients = await world();
      const view = registryView(clients);
      await view.until('in step', inStep);
      evicting?.hold(true);
      try {
        await assert.rejects(view.instances(1_000), {
          name: 'ServiceUnavailableError',
          message: /^Eureka of cluster gke cannot be asked: /,
        });
      } finally {
        evicting?.hold(false);
      }
      await view.until('in step again', inStep, 30_000);
      await view.close();
      await clients.close();
    });

    it('says that a server is absent, and knows nobody after it started again', async () => {
      const clients = await world();
      const view = registryView(clients);
      await view.until('in step', inStep);
      await evicting?.stop();
      await assert.rejects(view.instances(), {
        name: 'ServiceUnavailableError',
        message:
          /^Eureka of cluster gke cannot be asked: the connection is refused/,
      });
      await view.close();
      await clients.close();
    });
  });
}

/** Each member of an object with its type, nested ones by their path. */
function shapeOf(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null) {
    return new Map([[path, typeof value]]);
  }
  return new Map(
    Object.entries(value).flatMap(([name, member]) => [
      ...shapeOf(member, path ? `${path}.${name}` : name),
    ]),
  );
}
