import { defineTopic, noParams } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';

/**
 * That something changed on any service, for pages whose range ends now; its
 * only key is `now`, its value the ms since the epoch of the last change. The
 * lanes themselves are read over HTTP, for the range of each viewer.
 */
export const timelineChangesTopic = defineTopic('timeline:changes', {
  params: noParams,
  value: z.object({ at: z.number() }),
});
