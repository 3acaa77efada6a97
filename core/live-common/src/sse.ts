/** One event of a server-sent event stream. */
export interface SseMessage {
  /** `event:` field; `message` when there was none. */
  event: string;
  /** `data:` lines joined by newlines. */
  data: string;
  /** `id:` field of this event, if it had one. */
  id?: string;
}

/** Reads a server-sent event stream piece by piece. */
export interface SseParser {
  /**
   * Takes the next bytes, cut anywhere, also inside a character or a line end.
   * @returns the events that these bytes completed, in order
   */
  push(chunk: Uint8Array): SseMessage[];
}

/**
 * Makes a parser for `text/event-stream`, in browsers and in Node.
 *
 * Lines end with LF, CR or CRLF; comments and unknown fields are skipped; an
 * event without data is dropped; an event cut off by the end is never given.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function createSseParser(): SseParser {
  const decoder = new TextDecoder();
  let rest = '';
  let skipLineFeed = false;
  let event = '';
  let data: string[] = [];
  let id: string | undefined;

  const endOfEvent = (messages: SseMessage[]) => {
    if (data.length > 0) {
      messages.push({
        event: event || 'message',
        data: data.join('\n'),
        ...(id === undefined ? {} : { id }),
      });
    }
    event = '';
    data = [];
    id = undefined;
  };

  const line = (text: string) => {
    const colon = text.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
    else if (field === 'id') id = value;
  };

  return {
    push(chunk) {
      const messages: SseMessage[] = [];
      let text = decoder.decode(chunk, { stream: true });
      if (text === '') return messages;
      // A CR at the end of the last chunk has ended its line already.
      if (skipLineFeed && text.startsWith('\n')) text = text.slice(1);
      skipLineFeed = text === '' ? false : text.endsWith('\r');
      const lines = (rest + text).split(/\r\n|\r|\n/);
      rest = lines.pop() ?? '';
      for (const one of lines) {
        if (one === '') endOfEvent(messages);
        else line(one);
      }
      return messages;
    },
  };
}

/**
 * The events of a byte stream, as they are completed.
 *
 * @param chunks - for example the `body` of a `fetch` answer in Node
 */
export async function* parseSse(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<SseMessage> {
  const parser = createSseParser();
  for await (const chunk of chunks) yield* parser.push(chunk);
}
