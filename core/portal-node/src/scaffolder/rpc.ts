import {
  deserializeError,
  SerializedError,
  serializeError,
  toError,
} from '@backstage/errors';

/** What either side sends: plain data, because it crosses the border of a process. */
export type Message =
  | { type: 'call'; id: number; method: string; args: unknown[] }
  | { type: 'value'; id: number; value: unknown }
  | { type: 'error'; id: number; error: SerializedError };

/** Functions that one side offers to the other. */
export type Methods<T> = { [K in keyof T]: (...args: never[]) => unknown };

/** Calls in both directions over one channel of messages. */
export class Rpc<Own extends Methods<Own>, Other extends Methods<Other>> {
  readonly #send: (message: Message) => void;
  readonly #own: Own;
  readonly #waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  #lastId = 0;
  #closed: Error | undefined;

  constructor(own: Own, send: (message: Message) => void) {
    this.#own = own;
    this.#send = send;
  }

  /** Calls a function of the other side. Its error is thrown here with its name and message. */
  call<K extends keyof Other & string>(
    method: K,
    ...args: Parameters<Other[K]>
  ): Promise<Awaited<ReturnType<Other[K]>>> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(this.#closed);
        return;
      }
      this.#lastId += 1;
      this.#waiting.set(this.#lastId, {
        resolve: value => resolve(value as Awaited<ReturnType<Other[K]>>),
        reject,
      });
      this.#send({ type: 'call', id: this.#lastId, method, args });
    });
  }

  /** Takes a message of the other side. Others may send over the same channel: what is none of ours is left alone. */
  receive(message: Message | { type: unknown }): void {
    if (isMessage(message)) this.#take(message);
  }

  /** Ends every call that still waits, and each later one, with this error. */
  close(error: Error): void {
    if (this.#closed) return;
    this.#closed = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #take(message: Message): void {
    if (message.type === 'call') {
      void this.#answer(message);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === 'value') waiting?.resolve(message.value);
    else waiting?.reject(deserializeError(message.error));
  }

  async #answer({ id, method, args }: Message & { type: 'call' }) {
    try {
      if (!Object.hasOwn(this.#own, method)) {
        throw new Error(`There is no method ${method}`);
      }
      // The other side is typed with the same interface, so the arguments fit.
      const own = this.#own[method as keyof Own] as (...of: never[]) => unknown;
      const value = await own(...(args as never[]));
      if (!this.#closed) this.#send({ type: 'value', id, value });
    } catch (error) {
      if (this.#closed) return;
      this.#send({ type: 'error', id, error: serializeError(toError(error)) });
    }
  }
}

function isMessage(message: { type: unknown }): message is Message {
  return ['call', 'value', 'error'].includes(String(message.type));
}
