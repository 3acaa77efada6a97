import {
  BackendClient,
  ClientApis,
  entityPath,
  pathOf,
} from '@slipway/plugin-portal-react';
import { SecurityApi } from './SecurityApi';

/** {@link SecurityApi} over HTTP. */
export class SecurityClient extends BackendClient implements SecurityApi {
  constructor(apis: ClientApis) {
    super('security', apis);
  }

  getEntityFindings: SecurityApi['getEntityFindings'] = entityRef =>
    this.get(`${entityPath(entityRef)}/findings`);

  getTrend: SecurityApi['getTrend'] = (entityRef, days) =>
    this.get(`${entityPath(entityRef)}/findings/trend?days=${days}`);

  getFleet: SecurityApi['getFleet'] = () => this.get('/fleet');

  search: SecurityApi['search'] = search =>
    this.get(`/search?${new URLSearchParams(search)}`);

  getCanary: SecurityApi['getCanary'] = ({ cluster, namespace, name }) =>
    this.get(
      pathOf`/clusters/${cluster}/namespaces/${namespace}/rollouts/${name}/canary`,
    );

  getRiskAccess: SecurityApi['getRiskAccess'] = entityRef =>
    this.get(`${entityPath(entityRef)}/risks`);

  askToAcceptRisk: SecurityApi['askToAcceptRisk'] = (entityRef, args, reason) =>
    this.post(`${entityPath(entityRef)}/risks/actions/accept-risk/approval`, {
      args,
      reason,
    });

  acceptRisk: SecurityApi['acceptRisk'] = (entityRef, args, approvalId) =>
    this.post(`${entityPath(entityRef)}/risks/actions/accept-risk`, {
      args,
      ...(approvalId === undefined ? {} : { approvalId }),
    });

  withdrawRisk: SecurityApi['withdrawRisk'] = id =>
    this.post(pathOf`/risks/${id}/actions/withdraw-risk`, {});
}
