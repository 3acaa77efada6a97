import { NotAllowedError } from '@backstage/errors';
import {
  CiScan,
  imageInWords,
  readTrivyJson,
} from '@slipway/plugin-security-common';
import { createHash, timingSafeEqual } from 'node:crypto';
import { IngestToken } from '../config';
import { FindingsStore } from '../database/FindingsStore';

const isOf = (pattern: string, repository: string) =>
  pattern.endsWith('*')
    ? repository.startsWith(pattern.slice(0, -1))
    : repository === pattern;

/** Takes scans of builds. Each token speaks of the images of its repositories only. */
export class ScanInbox {
  constructor(
    private readonly options: {
      store: FindingsStore;
      tokens: readonly IngestToken[];
      onChange: () => void;
      now: () => number;
    },
  ) {}

  /**
   * The token of a request; undefined where it has none that is for scans.
   *
   * @param authorization - `Bearer …`
   */
  tokenOf(authorization: string | undefined): IngestToken | undefined {
    const given = /^Bearer\s+(\S{16,500})$/i.exec(authorization ?? '')?.[1];
    if (!given) return undefined;
    const digest = createHash('sha256').update(given).digest();
    return this.options.tokens.filter(({ sha256 }) =>
      timingSafeEqual(Buffer.from(sha256, 'hex'), digest),
    )[0];
  }

  /**
   * Keeps a scan.
   *
   * @param document - JSON of Trivy
   * @throws InputError when it is none
   * @throws NotAllowedError when its image is not of the token's repositories
   */
  async keep(token: IngestToken, document: unknown): Promise<CiScan> {
    const scan = readTrivyJson(document);
    const { repository } = scan.image;
    if (!token.repositories.some(each => isOf(each, repository))) {
      throw new NotAllowedError(
        `The token ${token.name} may not speak of ${imageInWords(scan.image)}.`,
      );
    }
    const { store, onChange, now } = this.options;
    await store.keepScan({
      scan,
      receivedAt: new Date(now()).toISOString(),
      token: token.name,
    });
    onChange();
    return scan;
  }
}
