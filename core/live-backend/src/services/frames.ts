import { LiveFrame } from '@slipway/plugin-live-common';
import { isError } from '@backstage/errors';

/** Errors whose message is written for users; those of others may hold anything. */
const FOR_USERS = new Set([
  'AuthenticationError',
  'ConflictError',
  'InputError',
  'NotAllowedError',
  'NotFoundError',
  'NotImplementedError',
  'ServiceUnavailableError',
]);

/** A comment that keeps the connection awake. */
export const HEARTBEAT = ': heartbeat\n\n';

/** One event of the stream, ready to be written. */
export function sseText(frame: LiveFrame): string {
  return sseTextOf(JSON.stringify(frame));
}

/** The same, from JSON that is there already. JSON holds no line ends. */
export function sseTextOf(json: string): string {
  return `data: ${json}\n\n`;
}

/** `items` of a frame from keys and values that are JSON already: nothing is serialised twice. */
export function itemsJson(items: Iterable<readonly [string, string]>): string {
  const parts: string[] = [];
  for (const [key, json] of items) {
    parts.push(`{"key":${JSON.stringify(key)},"value":${json}}`);
  }
  return `[${parts.join(',')}]`;
}

/** The frame that shows a page why it cannot have a topic. */
export function failedFrame(id: string, error: unknown): LiveFrame {
  return {
    type: 'failed',
    id,
    error:
      isError(error) && FOR_USERS.has(error.name)
        ? { name: error.name, message: error.message }
        : { name: 'Error', message: 'The source of this topic failed' },
  };
}
