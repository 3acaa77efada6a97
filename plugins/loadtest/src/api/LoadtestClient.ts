import { parseEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { fetchJson } from '@slipway/plugin-portal-react';
import { LoadtestApi } from './LoadtestApi';

/** Runs that a trend is made of, as many as the backend gives at once. */
const MOST_RUNS = 100;

/** {@link LoadtestApi} over HTTP. */
export class LoadtestClient implements LoadtestApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  getSuite: LoadtestApi['getSuite'] = entityRef =>
    this.#request(`${entityPath(entityRef)}/suite`);

  getLaunchAccess: LoadtestApi['getLaunchAccess'] = subject =>
    this.#request(`${targetPath(subject)}/access`);

  launch: LoadtestApi['launch'] = ({ subject, draft, seen }, typedName) =>
    this.#post(`${targetPath(subject)}/actions/launch`, {
      seen,
      args: draft,
      ...(typedName !== undefined && { confirm: { name: typedName } }),
    });

  getRunning: LoadtestApi['getRunning'] = subject =>
    this.#request(`${targetPath(subject)}/running`);

  getRuns: LoadtestApi['getRuns'] = entityRef =>
    this.#request(
      `/runs?${new URLSearchParams({ entityRef, limit: String(MOST_RUNS) })}`,
    );

  compare: LoadtestApi['compare'] = ({ runs, from, seconds, points }) =>
    this.#request(
      `/compare?${new URLSearchParams({
        runs: runs.join(','),
        from: from.join(','),
        ...(seconds === undefined ? {} : { seconds: String(seconds) }),
        points,
      })}`,
    );

  getFile: LoadtestApi['getFile'] = async (id, file) => {
    const base = await this.#discoveryApi.getBaseUrl('loadtest');
    const response = await this.#fetchApi.fetch(
      `${base}/v1${runPath(id)}${file === 'json' ? '' : `/${file}`}`,
    );
    if (!response.ok) throw await ResponseError.fromResponse(response);
    // Of no type that a browser shows: it is only ever saved.
    return new Blob([await response.arrayBuffer()], {
      type: 'application/octet-stream',
    });
  };

  getSchedules: LoadtestApi['getSchedules'] = entityRef =>
    this.#request(`${entityPath(entityRef)}/schedules`);

  getNewScheduleAccess: LoadtestApi['getNewScheduleAccess'] = subject =>
    this.#request(`${targetPath(subject)}/schedules/access`);

  schedule: LoadtestApi['schedule'] = ({ subject, draft, seen }) =>
    this.#post(`${targetPath(subject)}/schedules/actions/schedule`, {
      seen,
      args: draft,
    });

  getScheduleAccess: LoadtestApi['getScheduleAccess'] = id =>
    this.#request(`${schedulePath(id)}/access`);

  changeSchedule: LoadtestApi['changeSchedule'] = (id, action) =>
    this.#post(`${schedulePath(id)}/actions/${encodeURIComponent(action)}`, {});

  getRunAccess: LoadtestApi['getRunAccess'] = id =>
    this.#request(`${runPath(id)}/access`);

  stop: LoadtestApi['stop'] = (id, args) =>
    this.#post(`${runPath(id)}/actions/stop`, {
      seen: {},
      ...(args.reason !== undefined && { args }),
    });

  #post<T>(path: string, body: object): Promise<T> {
    return this.#request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async #request<T>(path: string, init?: RequestInit): Promise<T> {
    const base = await this.#discoveryApi.getBaseUrl('loadtest');
    return fetchJson<T>(this.#fetchApi, `${base}/v1${path}`, init);
  }
}

function entityPath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  const parts = [kind.toLowerCase(), namespace, name];
  return `/entities/${parts.map(encodeURIComponent).join('/')}`;
}

function targetPath({
  entityRef,
  offer: { target },
}: Parameters<LoadtestApi['getLaunchAccess']>[0]): string {
  const [cluster, namespace] = [target.cluster, target.namespace].map(
    encodeURIComponent,
  );
  return `${entityPath(entityRef)}/targets/${cluster}/${namespace}`;
}

function schedulePath(id: string): string {
  return `/schedules/${encodeURIComponent(id)}`;
}

function runPath(id: string): string {
  return `/runs/${encodeURIComponent(id)}`;
}
