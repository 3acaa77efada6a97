import { ReportBody } from '@slipway/plugin-security-common';
import { promisify } from 'node:util';
import { constants, deflateRaw, inflateRawSync } from 'node:zlib';

const deflate = promisify(deflateRaw);

/** Starts what is packed; JSON starts with a brace. */
const PACKED = 'z:';

/** The entries of a report as they are kept: they repeat themselves, and are read seldom. */
export async function packBody(body: ReportBody): Promise<string> {
  const packed = await deflate(JSON.stringify(body), {
    level: constants.Z_BEST_SPEED,
  });
  return PACKED + packed.toString('base64');
}

/** Reads it back, also where it was kept as JSON. */
export function unpackBody(kept: string): ReportBody {
  return JSON.parse(
    kept.startsWith(PACKED)
      ? inflateRawSync(
          Buffer.from(kept.slice(PACKED.length), 'base64'),
        ).toString('utf8')
      : kept,
  );
}
