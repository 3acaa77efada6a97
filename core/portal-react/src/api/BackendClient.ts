import { parseEntityRef } from '@backstage/catalog-model';
import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { fetchJson } from '../errors/fetchJson';

/** What a client needs of the app. */
export interface ClientApis {
  discoveryApi: DiscoveryApi;
  fetchApi: FetchApi;
}

/**
 * What the client of a backend plugin is made of: requests below `/v1` of the
 * plugin. Each throws as `fetchJson` does. Paths are written with
 * {@link pathOf}, which escapes what stands in them.
 */
export class BackendClient {
  readonly #pluginId: string;
  readonly #apis: ClientApis;

  constructor(pluginId: string, apis: ClientApis) {
    this.#pluginId = pluginId;
    this.#apis = apis;
  }

  protected get<T>(path: string): Promise<T> {
    return this.#request(path);
  }

  protected post<T>(path: string, body: object): Promise<T> {
    return this.#request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  protected delete<T>(path: string): Promise<T> {
    return this.#request(path, { method: 'DELETE' });
  }

  /** The answer as it comes, for what is not JSON. */
  protected async fetch(path: string): Promise<Response> {
    return this.#apis.fetchApi.fetch(await this.#urlOf(path));
  }

  /** A file that is only ever saved: of no type that a browser shows. */
  protected async file(path: string): Promise<Blob> {
    const response = await this.fetch(path);
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return new Blob([await response.arrayBuffer()], {
      type: 'application/octet-stream',
    });
  }

  async #request<T>(path: string, init?: RequestInit): Promise<T> {
    return fetchJson<T>(this.#apis.fetchApi, await this.#urlOf(path), init);
  }

  async #urlOf(path: string): Promise<string> {
    const base = await this.#apis.discoveryApi.getBaseUrl(this.#pluginId);
    return `${base}/v1${path}`;
  }
}

/** A path with its values escaped: `` pathOf`/runs/${id}/access` ``. */
export function pathOf(
  texts: TemplateStringsArray,
  ...values: readonly string[]
): string {
  return String.raw({ raw: texts }, ...values.map(encodeURIComponent));
}

/** `/entities/component/default/order-service` of `component:default/order-service`. */
export function entityPath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return pathOf`/entities/${kind.toLowerCase()}/${namespace}/${name}`;
}

/** What goes with an action beside what was seen: the name that was typed, and the approval under which it runs. */
export function confirmedAs(
  typedName: string | undefined,
  approvalId?: string,
): { confirm?: { name: string }; approvalId?: string } {
  return {
    ...(typedName === undefined ? {} : { confirm: { name: typedName } }),
    ...(approvalId === undefined ? {} : { approvalId }),
  };
}
