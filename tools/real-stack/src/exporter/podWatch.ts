import { setTimeout as sleep } from 'node:timers/promises';
import type { PodNow } from '@slipway/platform-model';
import type { KubeApi } from '../instance/kubeApi.ts';
import { toPodNow } from './pod.ts';
import type { Pod } from './pod.ts';

interface PodList {
  metadata: { resourceVersion: string };
  items: Pod[];
}

interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: Pod & { code?: number; message?: string };
}

/** Pods of the cluster's ten services, kept by one list and one watch over one connection. */
export class PodWatch {
  readonly #api: KubeApi;
  readonly #log: (message: string) => void;
  readonly #pods = new Map<string, PodNow>();
  #synced = false;

  constructor(api: KubeApi, log: (message: string) => void) {
    this.#api = api;
    this.#log = log;
  }

  /** True once the pods have been listed. */
  get synced(): boolean {
    return this.#synced;
  }

  /** The pods as last heard of. */
  pods(): PodNow[] {
    return [...this.#pods.values()];
  }

  /** Lists and watches until the signal is given; after a failure it lists again a second later. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const list = await this.#api.send<PodList>('GET', '/api/v1/pods');
        this.#pods.clear();
        list.items.forEach(pod => this.#put(pod));
        this.#synced = true;
        await this.#watch(list.metadata.resourceVersion, signal);
      } catch (error) {
        if (!signal.aborted) {
          this.#log(`pods: ${(error as Error).message}; listing again`);
          await sleep(1_000);
        }
      }
    }
    this.#api.close();
  }

  #put(pod: Pod): void {
    const now = toPodNow(pod);
    const key = pod.metadata.uid;
    if (now) {
      this.#pods.set(key, now);
    } else {
      this.#pods.delete(key);
    }
  }

  async #watch(from: string, signal: AbortSignal): Promise<void> {
    let resourceVersion = from;
    while (!signal.aborted) {
      const response = await this.#api.open(
        'GET',
        `/api/v1/pods?watch=1&allowWatchBookmarks=true&timeoutSeconds=600&resourceVersion=${encodeURIComponent(
          resourceVersion,
        )}`,
        undefined,
        signal,
      );
      if (response.statusCode !== 200) {
        response.resume();
        throw new Error(`watch refused with ${response.statusCode}`);
      }
      response.setEncoding('utf8');
      let rest = '';
      for await (const chunk of response) {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          resourceVersion = this.#apply(JSON.parse(line) as WatchEvent);
        }
      }
    }
  }

  #apply({ type, object }: WatchEvent): string {
    switch (type) {
      case 'ERROR':
        throw new Error(object.message ?? `watch ended with ${object.code}`);
      case 'DELETED':
        this.#pods.delete(object.metadata.uid);
        break;
      case 'BOOKMARK':
        break;
      default:
        this.#put(object);
    }
    return object.metadata.resourceVersion;
  }
}
