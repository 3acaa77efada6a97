import { FetchMiddleware } from '@backstage/core-app-api';
import { plainText } from '@slipway/plugin-clusters-common';

/** Answers that hold text: JSON, event streams, plain text. */
const TEXT = /^(application\/(.+\+)?json|text\/)/i;

function plainBody(
  body: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      // The decoder keeps back a character that is not complete yet.
      transform(chunk, controller) {
        const text = decoder.decode(chunk, { stream: true });
        if (text) controller.enqueue(encoder.encode(plainText(text)));
      },
      flush(controller) {
        const text = decoder.decode();
        if (text) controller.enqueue(encoder.encode(plainText(text)));
      },
    }),
  );
}

/**
 * Shows characters that turn the direction of a text in every answer that the portal's pages read, those of Backstage's
 * own plugins too: a value from a cluster or from a file of the catalog cannot mirror the words beside it.
 */
export const plainAnswers: FetchMiddleware = {
  apply: next => async (input, init) => {
    const response = await next(input, init);
    const { body, headers, status, statusText } = response;
    if (!body || !TEXT.test(headers.get('content-type') ?? '')) return response;
    return new Response(plainBody(body), { headers, status, statusText });
  },
};
