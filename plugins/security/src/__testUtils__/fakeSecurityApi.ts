import { mockedApi } from '@slipway/plugin-portal-react/testUtils';
import { SecurityApi } from '../api/SecurityApi';
import { CANARY, FINDINGS, FLEET, HITS } from './fixtures';

const done = (action: string) => async () => ({
  action,
  message: `${action} accepted`,
  activityId: 'activity-1',
});

/** A {@link SecurityApi} in memory that remembers its calls. */
export const fakeSecurityApi = (replaced: Partial<SecurityApi> = {}) =>
  mockedApi<SecurityApi>({
    getEntityFindings: async () => FINDINGS,
    getTrend: async () => ({ points: [], gone: [] }),
    getCanary: async () => CANARY,
    getFleet: async () => FLEET,
    search: async () => HITS,
    getRiskAccess: async () => ({
      accept: { allowed: false, reason: 'Only owners may.' },
      everywhere: { allowed: false, reason: 'You need more.' },
      latest: '2027-02-26',
    }),
    askToAcceptRisk: async () => ({}),
    acceptRisk: done('accept-risk'),
    withdrawRisk: done('withdraw-risk'),
    ...replaced,
  });
