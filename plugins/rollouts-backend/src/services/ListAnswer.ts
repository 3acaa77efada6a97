import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { RolloutsService } from './RolloutsService';

const compress = promisify(gzip);
/** Most of what can be had: 5,000 summaries repeat themselves. Level 6 takes twice the time for a quarter less. */
const LEVEL = 1;

/** A `RolloutList` as JSON, ready to be sent. */
export interface ListBody {
  /** Changes with the content; the same for the same content in this process. */
  version: number;
  json: Buffer;
  /** The same, compressed for the first who asks. */
  gzipped(): Promise<Buffer>;
}

type Source = Pick<
  RolloutsService,
  'requireClusters' | 'entries' | 'freshness' | 'subscribe'
>;

/**
 * The list of all rollouts as an answer: each summary is serialised once, the
 * whole made again only when something in it has changed. With 5,000 rollouts
 * (4 MB) serialising and compressing for each reader took 100 ms. Lives as long
 * as the service that it reads.
 */
export class ListAnswer {
  readonly #texts = new WeakMap<RolloutSummary, string>();
  #version = 0;
  #made: { freshness: string; body: ListBody } | undefined;

  constructor(private readonly rollouts: Source) {
    rollouts.subscribe(() => {
      this.#made = undefined;
    });
  }

  /** @throws ServiceUnavailableError when it is not known which clusters there are */
  async body(): Promise<ListBody> {
    await this.rollouts.requireClusters();
    // A cluster that leaves the configuration without rollouts is no change of one.
    const freshness = JSON.stringify(this.rollouts.freshness());
    if (this.#made?.freshness !== freshness) {
      this.#made = { freshness, body: this.#make(freshness) };
    }
    return this.#made.body;
  }

  #make(freshness: string): ListBody {
    const items = this.rollouts
      .entries()
      .map(({ summary }) => this.#textOf(summary))
      .join(',');
    const json = Buffer.from(`{"items":[${items}],"freshness":${freshness}}`);
    let gzipped: Promise<Buffer> | undefined;
    this.#version += 1;
    return {
      version: this.#version,
      json,
      gzipped: () => (gzipped ??= compress(json, { level: LEVEL })),
    };
  }

  #textOf(summary: RolloutSummary): string {
    let text = this.#texts.get(summary);
    if (text === undefined) {
      text = JSON.stringify(summary);
      this.#texts.set(summary, text);
    }
    return text;
  }
}
