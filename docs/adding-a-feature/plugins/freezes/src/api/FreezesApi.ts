import { createApiRef } from '@backstage/frontend-plugin-api';
import { ActionAccess, ActionAnswer } from '@slipway/plugin-actions-common';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import { SeenFreeze } from '@slipway/plugin-freezes-common';
import {
  BackendClient,
  ClientApis,
  pathOf,
} from '@slipway/plugin-portal-react';

/** What is sent with an action. */
export interface FreezeRequest {
  seen: SeenFreeze;
  confirm?: { name: string };
}

/** What the pages ask the backend for beside the live topic. Throws as `fetchJson` does. */
export interface FreezesApi {
  getAccess(ref: ObjectRef): Promise<ActionAccess<'lift'>>;
  act(
    ref: ObjectRef,
    action: string,
    request: FreezeRequest,
  ): Promise<ActionAnswer>;
}

export const freezesApiRef = createApiRef<FreezesApi>({
  id: 'plugin.freezes.api',
});

/** {@link FreezesApi} over HTTP. */
export class FreezesClient extends BackendClient implements FreezesApi {
  constructor(apis: ClientApis) {
    super('freezes', apis);
  }

  getAccess(ref: ObjectRef): Promise<ActionAccess<'lift'>> {
    return this.get(`${freezePath(ref)}/access`);
  }

  act(
    ref: ObjectRef,
    action: string,
    request: FreezeRequest,
  ): Promise<ActionAnswer> {
    return this.post(`${freezePath(ref)}/actions/${action}`, request);
  }
}

function freezePath({ cluster, namespace, name }: ObjectRef): string {
  return pathOf`/clusters/${cluster}/namespaces/${namespace}/freezes/${name}`;
}
