import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { RegistryReader } from '@slipway/plugin-observability-backend/readers';
import { GuardedHttp } from '@slipway/plugin-clusters-node';
import {
  compareRegistrations,
  EurekaInstance,
  RegistrablePod,
  RegistrationComparison,
} from '@slipway/plugin-observability-common';
import { eurekaAnswer } from '../src/modules/eureka';
import { startedCluster } from '../src/modules/eureka/__testUtils__/startedCluster';

const APP = 'order-service';
const POD = `${APP}-abc-`;

/** Pods of one service and the registry that they register with, real or of the sandbox. */
export interface RegistryWorld {
  url: string;
  /** How long a disagreement is none yet, ms. */
  graceMs: number;
  /** Length of a lease, s. */
  leaseSeconds: number;
  /** After this, ms, the server has thrown out who was silent, unless it preserves itself. */
  evictedWithinMs: number;
  /** ms since 1970, by the clock of the world. */
  now(): number;
  /** Pods that are there. */
  pods(): RegistrablePod[];
  /** A ready pod that does not register. */
  addSilent(): void;
  /** A pod ends without a word. */
  kill(pod: string): void;
  /** A pod is asked to end, and takes its registration back. */
  scaleAway(pod: string): Promise<void>;
  /** Lets time pass, ms. */
  wait(ms: number): Promise<void>;
  close(): Promise<void>;
}

const podOf = (suffix: string, index: number, since: number) => ({
  name: `${POD}${suffix}`,
  ip: `10.244.0.${index}`,
  ready: true,
  since,
});

/** The sandbox's registry behind HTTP, with a clock that the scenario moves. */
export async function sandboxWorld(count: number): Promise<RegistryWorld> {
  const cluster = startedCluster(count);
  const { clock } = cluster;
  const now = () => clock.now().getTime();
  const pods = new Map(
    Array.from({ length: count }, (_, index) => {
      const pod = podOf(`p${index + 1}`, index + 1, now());
      return [pod.name, pod] as const;
    }),
  );
  const server = createServer((request, response) => {
    const answer = eurekaAnswer(
      cluster.instances(),
      request.url ?? '/',
      request.headers.accept,
    );
    response.writeHead(answer?.status ?? 404, {
      'content-type': answer?.contentType ?? 'text/plain',
    });
    response.end(answer?.text ?? '');
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    graceMs: 30_000,
    leaseSeconds: 90,
    evictedWithinMs: 300_000,
    now,
    pods: () => [...pods.values()],
    addSilent() {
      // One of forty pods never registers, by its name: the next of those.
      for (let index = 20; ; index += 1) {
        const suffix = `s${index}`;
        cluster.create(suffix, `10.244.0.${index}`);
        const before = clock.now();
        clock.step(60_000);
        const known = cluster
          .instances()
          .some(({ pod }) => pod === `${POD}${suffix}`);
        if (!known) {
          pods.set(`${POD}${suffix}`, podOf(suffix, index, before.getTime()));
          return;
        }
        cluster.scale(count);
        cluster.kill(suffix);
      }
    },
    kill(pod) {
      pods.delete(pod);
      cluster.kill(pod.slice(POD.length));
    },
    async scaleAway(pod) {
      pods.delete(pod);
      cluster.scale(count - 1);
      cluster.kill(pod.slice(POD.length));
    },
    async wait(ms) {
      clock.step(ms);
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
      }),
  };
}

const PORT = 8300;
const instanceId = (pod: string) => `${pod}:${APP}:${PORT}`;

/** Clients of a real server, as Spring Cloud's is one: they register, renew and take their registration back. */
export async function realWorld(
  url: string,
  count: number,
  leaseSeconds: number,
): Promise<
  RegistryWorld & {
    say(pod: string, status: string): Promise<void>;
    overrule(pod: string, status: string): Promise<void>;
  }
> {
  const pods = new Map<string, RegistrablePod>();
  const registered = new Set<string>();
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await fetch(
      `${url}/eureka/apps/${APP.toUpperCase()}${path}`,
      {
        method,
        ...(body
          ? {
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify(body),
            }
          : {}),
      },
    );
    await answer.text();
    return answer.status;
  };
  const register = async (pod: RegistrablePod, status = 'UP') => {
    const code = await ask('POST', '', {
      instance: {
        instanceId: instanceId(pod.name),
        hostName: pod.ip,
        app: APP.toUpperCase(),
        ipAddr: pod.ip,
        vipAddress: APP,
        status,
        port: { $: PORT, '@enabled': 'true' },
        securePort: { $: 443, '@enabled': 'false' },
        dataCenterInfo: {
          '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo',
          name: 'MyOwn',
        },
        leaseInfo: {
          renewalIntervalInSecs: 1,
          durationInSecs: leaseSeconds,
        },
        metadata: { 'management.port': String(PORT) },
        lastDirtyTimestamp: String(Date.now()),
      },
    });
    if (code !== 204) throw new Error(`Eureka answered ${code} to a register`);
    registered.add(pod.name);
  };
  for (let index = 1; index <= count; index += 1) {
    const pod = podOf(`p${index}`, index, Date.now());
    pods.set(pod.name, pod);
    await register(pod);
  }
  const renewals = setInterval(() => {
    for (const pod of registered) {
      // What is late is sent again.
      ask('PUT', `/${instanceId(pod)}`).catch(() => {});
    }
  }, 1_000);
  return {
    url,
    graceMs: 8_000,
    leaseSeconds,
    evictedWithinMs: 2_000 * leaseSeconds + 5_000,
    now: Date.now,
    pods: () => [...pods.values()],
    addSilent() {
      const pod = podOf('s20', 20, Date.now());
      pods.set(pod.name, pod);
    },
    kill(pod) {
      pods.delete(pod);
      registered.delete(pod);
    },
    async scaleAway(pod) {
      pods.delete(pod);
      registered.delete(pod);
      await ask('DELETE', `/${instanceId(pod)}`);
    },
    async say(pod, status) {
      const known = pods.get(pod);
      if (known) await register(known, status);
    },
    async overrule(pod, status) {
      await ask('PUT', `/${instanceId(pod)}/status?value=${status}`);
    },
    wait: ms => pause(ms),
    async close() {
      clearInterval(renewals);
      for (const pod of pods.keys()) {
        await ask('DELETE', `/${instanceId(pod)}`).catch(() => {});
      }
    },
  };
}

/** What the portal's own code reads of a registry, and makes of it. */
export function registryView(world: RegistryWorld) {
  const http = new GuardedHttp();
  // Each question asks the server: the reader keeps an answer for ten seconds.
  let time = 0;
  const reader = new RegistryReader(http, () => (time += 60_000));
  const source = (deadlineMs = 8_000) => ({
    url: world.url,
    headers: {},
    graceMs: world.graceMs,
    deadlineMs,
  });
  const instances = async (deadlineMs?: number): Promise<EurekaInstance[]> =>
    (await reader.instances('gke', source(deadlineMs))).filter(
      ({ app }) => app === APP,
    );
  const compared = async (laterMs = 0): Promise<RegistrationComparison> =>
    compareRegistrations(await instances(), world.pods(), {
      now: world.now() + laterMs,
      seen: new Map(),
      graceMs: world.graceMs,
    });
  return {
    instances,
    compared,
    /** Asks again until it is so, by the clock of the world. */
    async until(
      what: string,
      test: (comparison: RegistrationComparison) => boolean,
      withinMs = world.evictedWithinMs,
    ): Promise<RegistrationComparison> {
      for (let passed = 0; ; passed += 500) {
        const comparison = await compared();
        if (test(comparison)) return comparison;
        if (passed > withinMs) {
          throw new Error(
            `not within ${withinMs} ms: ${what}; last: ${JSON.stringify(
              comparison,
            )}`,
          );
        }
        await world.wait(500);
      }
    },
    close: () => http.close(),
  };
}
