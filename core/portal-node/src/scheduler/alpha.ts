/** The unstable part of Backstage that the scheduler stands on. */
export { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
