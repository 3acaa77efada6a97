import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import {
  RolloutListQuery,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';
import { RolloutsService } from './RolloutsService';

const compress = promisify(gzip);
/** Most of what can be had: summaries repeat themselves. Level 6 takes twice the time for a quarter less. */
const LEVEL = 1;

/** Pages that are kept between two changes; a reader of all asks for ten. */
const MOST_PAGES = 50;

/** A page of a `RolloutList` as JSON, ready to be sent. */
export interface ListBody {
  json: Buffer;
  /** The same, compressed for the first who asks. */
  gzipped(): Promise<Buffer>;
}

type Source = Pick<
  RolloutsService,
  'requireClusters' | 'entries' | 'freshness' | 'subscribe'
>;

interface Made {
  freshness: string;
  /** All rollouts by their keys. */
  rows: Array<{ key: string; summary: RolloutSummary }>;
  pages: Map<string, ListBody>;
}

const cursorOf = (key: string) => Buffer.from(key).toString('base64url');
const keyOf = (cursor: string) => Buffer.from(cursor, 'base64url').toString();

/**
 * The list of all rollouts as pages of an answer, ordered by key: a page starts
 * after the last row of the one before, whatever came or went meanwhile. Each
 * summary is serialised once, a page made again only when something in the list
 * has changed. Lives as long as the service that it reads.
 */
export class ListAnswer {
  readonly #texts = new WeakMap<RolloutSummary, string>();
  #made: Made | undefined;

  constructor(private readonly rollouts: Source) {
    rollouts.subscribe(() => {
      this.#made = undefined;
    });
  }

  /** @throws ServiceUnavailableError when it is not known which clusters there are */
  async body(query: RolloutListQuery): Promise<ListBody> {
    await this.rollouts.requireClusters();
    // A cluster that leaves the configuration without rollouts is no change of one.
    const freshness = JSON.stringify(this.rollouts.freshness());
    if (this.#made?.freshness !== freshness) {
      const rows = this.rollouts
        .entries()
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      this.#made = { freshness, rows, pages: new Map() };
    }
    const { pages } = this.#made;
    const name = `${query.limit} ${query.cursor ?? ''}`;
    const known = pages.get(name);
    if (known) return known;
    const page = this.#make(this.#made, query);
    // Whoever asks for every limit there is does not fill the memory.
    if (pages.size < MOST_PAGES) pages.set(name, page);
    return page;
  }

  #make({ freshness, rows }: Made, { limit, cursor }: RolloutListQuery) {
    const after = cursor === undefined ? undefined : keyOf(cursor);
    const first =
      after === undefined ? 0 : rows.findIndex(({ key }) => key > after);
    const from = first === -1 ? rows.length : first;
    const page = rows.slice(from, from + limit);
    const items = page.map(({ summary }) => this.#textOf(summary)).join(',');
    const last = page.at(-1);
    const next =
      last && from + limit < rows.length
        ? `,"nextCursor":"${cursorOf(last.key)}"`
        : '';
    const json = Buffer.from(
      `{"items":[${items}],"total":${rows.length}${next},"freshness":${freshness}}`,
    );
    let gzipped: Promise<Buffer> | undefined;
    return {
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
