import { Readable } from 'node:stream';

/** The part of a Kubernetes `Status` that Slipway looks at. */
export interface KubeStatus {
  reason?: string;
  message?: string;
  details?: {
    kind?: string;
    causes?: Array<{ field?: string; reason?: string }>;
  };
}

const MAX_BYTES = 64 * 1024;

/** Reads the body of a refused request; `undefined` when it is no `Status` or too long. */
export async function readStatus(
  body: Readable,
): Promise<KubeStatus | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) {
        body.destroy();
        return undefined;
      }
      chunks.push(chunk);
    }
    return asStatus(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  } catch {
    return undefined;
  }
}

/** A value as a `Status`, with every field of another type left out. */
export function asStatus(value: unknown): KubeStatus | undefined {
  const status = asRecord(value);
  if (status?.kind !== 'Status') {
    return undefined;
  }
  const details = asRecord(status.details);
  const causes = Array.isArray(details?.causes) ? details.causes : [];
  return {
    reason: asString(status.reason),
    message: asString(status.message),
    ...(details && {
      details: {
        kind: asString(details.kind),
        causes: causes.map(cause => ({
          field: asString(asRecord(cause)?.field),
          reason: asString(asRecord(cause)?.reason),
        })),
      },
    }),
  };
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : undefined;
}

function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
