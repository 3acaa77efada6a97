import { NamespaceFlow } from '@slipway/platform-model';

/** For how long requests meet the same traffic, ms. */
const FRESH_MS = 250;

/** The traffic of namespaces as requests meet it: worked out once for many of them. */
export class FlowCache {
  readonly #flows = new Map<string, { at: number; flow: NamespaceFlow }>();

  constructor(
    private readonly flowOf: (namespace: string) => NamespaceFlow,
    private readonly now: () => number,
  ) {}

  of(namespace: string): NamespaceFlow {
    const at = this.now();
    const kept = this.#flows.get(namespace);
    if (kept && at - kept.at < FRESH_MS) return kept.flow;
    const flow = this.flowOf(namespace);
    // A namespace that does not exist is asked for by anybody: only those with services are kept.
    if (flow.size > 0) this.#flows.set(namespace, { at, flow });
    return flow;
  }
}
