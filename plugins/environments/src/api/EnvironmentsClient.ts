import {
  BackendClient,
  ClientApis,
  confirmedAs,
  pathOf,
} from '@slipway/plugin-portal-react';
import { EnvironmentsApi } from './EnvironmentsApi';

/** {@link EnvironmentsApi} over HTTP. */
export class EnvironmentsClient
  extends BackendClient
  implements EnvironmentsApi
{
  constructor(apis: ClientApis) {
    super('environments', apis);
  }

  getOptions: EnvironmentsApi['getOptions'] = () => this.get('/options');

  getAccess: EnvironmentsApi['getAccess'] = name =>
    this.get(pathOf`/environments/${name}/access`);

  getOperations: EnvironmentsApi['getOperations'] = name =>
    this.get(pathOf`/environments/${name}/operations`);

  getPlan: EnvironmentsApi['getPlan'] = (name, id) =>
    this.get(pathOf`/environments/${name}/operations/${id}/plan`);

  getLog: EnvironmentsApi['getLog'] = (name, id, seq, from) =>
    this.get(
      `${pathOf`/environments/${name}/operations/${id}/steps/${String(
        seq,
      )}/log`}?from=${from}`,
    );

  act: EnvironmentsApi['act'] = (
    name,
    action,
    { args, typedName, approvalId },
  ) =>
    this.post(pathOf`/environments/${name}/actions/${action}`, {
      seen: {},
      ...(args && { args }),
      ...confirmedAs(typedName, approvalId),
    });

  ask: EnvironmentsApi['ask'] = (name, action, args, reason) =>
    this.post(pathOf`/environments/${name}/actions/${action}/approval`, {
      seen: {},
      args,
      reason,
    });
}
