import { isError, ResponseError } from '@backstage/errors';
import { FetchApi } from '@backstage/frontend-plugin-api';
import { parseForeign } from '@slipway/plugin-clusters-common';
import {
  createFrameReader,
  LiveFrame,
  StreamRequest,
} from '@slipway/plugin-live-common';

/**
 * Opens one live stream and reads it to its end. Every text of its frames is isolated: a page may show it anywhere.
 *
 * @returns when the server has ended it; rejects when it cannot be opened,
 * breaks, stays silent for `silenceMs`, or `signal` aborts it
 */
export async function openStream(options: {
  fetch: FetchApi['fetch'];
  url: string;
  body: StreamRequest;
  signal: AbortSignal;
  silenceMs: number;
  /** All frames that came in one piece, so that views draw once for them. */
  onFrames: (frames: LiveFrame[]) => void;
}): Promise<void> {
  const { url, body, onFrames, silenceMs } = options;
  const silence = new AbortController();
  const stop = () => silence.abort(options.signal.reason);
  options.signal.addEventListener('abort', stop, { once: true });
  if (options.signal.aborted) stop();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(
      () => silence.abort(new Error('the server fell silent')),
      silenceMs,
    );
  };

  heard();
  try {
    const response = await options.fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
      },
      body: JSON.stringify(body),
      signal: silence.signal,
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    if (!response.body) throw new Error('the answer has no body');
    const frameReader = createFrameReader(parseForeign);
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      const frames = frameReader.push(value);
      if (frames.length > 0) onFrames(frames);
    }
  } catch (error) {
    throw silence.signal.aborted && isError(silence.signal.reason)
      ? silence.signal.reason
      : error;
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', stop);
    // Whatever ended the reading, nothing may keep the connection open.
    silence.abort();
  }
}
