import { FaultRef } from '@slipway/plugin-chaos-common';
import {
  BackendClient,
  ClientApis,
  confirmedAs,
  entityPath,
  pathOf,
} from '@slipway/plugin-portal-react';
import { ChaosApi, LaunchTarget } from './ChaosApi';

/** {@link ChaosApi} over HTTP. */
export class ChaosClient extends BackendClient implements ChaosApi {
  constructor(apis: ClientApis) {
    super('chaos', apis);
  }

  getKinds: ChaosApi['getKinds'] = asked =>
    this.get(
      asked
        ? `/kinds?${new URLSearchParams({ ...asked, schema: 'true' })}`
        : '/kinds',
    );

  preview: ChaosApi['preview'] = (target, draft) =>
    this.post(`${launchPath(target)}/preview`, { draft });

  getLaunchAccess: ChaosApi['getLaunchAccess'] = target =>
    this.get(`${launchPath(target)}/access`);

  launch: ChaosApi['launch'] = (target, request, typedName, approvalId) =>
    this.post(`${launchPath(target)}/actions/launch`, {
      ...request,
      ...confirmedAs(typedName),
      ...(approvalId === undefined ? {} : { approvalId }),
    });

  askToLaunch: ChaosApi['askToLaunch'] = (target, request) =>
    this.post(`${launchPath(target)}/actions/launch/approval`, request);

  getFaultAccess: ChaosApi['getFaultAccess'] = ref =>
    this.get(`${faultPath(ref)}/access`);

  act: ChaosApi['act'] = (ref, action, seen, typedName) =>
    this.post(`${faultPath(ref)}/actions/${action}`, {
      seen,
      ...confirmedAs(typedName),
    });

  getHaltAccess: ChaosApi['getHaltAccess'] = () => this.get('/halt/access');

  actOnAll: ChaosApi['actOnAll'] = (action, request) =>
    this.post(`/halt/actions/${action}`, request);
}

function launchPath({ entityRef, cluster, namespace }: LaunchTarget): string {
  const place = pathOf`/clusters/${cluster}/namespaces/${namespace}`;
  return `${entityPath(entityRef)}${place}`;
}

function faultPath({ cluster, namespace, kind, name }: FaultRef): string {
  return pathOf`/clusters/${cluster}/namespaces/${namespace}/faults/${kind}/${name}`;
}
