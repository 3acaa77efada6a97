import { NAMESPACE_QUERIES, NamespaceQueryId } from '../queries/namespaceTable';
import type { FixedCase } from './fixed';

const one = (
  id: NamespaceQueryId,
  expected: FixedCase['expected'],
  namespace = 'shop',
  words = '',
): FixedCase => ({
  id: `${id}${words}`,
  query: NAMESPACE_QUERIES[id].build({ namespace }, '1m'),
  expected,
});

const STABLE = { replicaset: 'orders-6dfb' };
const CANARY = { replicaset: 'orders-7bcd' };
const WORKER = { deployment: 'orders-worker' };
const WEB = { namespace: 'shop', deployment: 'web' };
const TO_STABLE = {
  ...WEB,
  dst_namespace: 'shop',
  dst_replicaset: 'orders-6dfb',
};
const TO_CANARY = {
  ...WEB,
  dst_namespace: 'shop',
  dst_replicaset: 'orders-7bcd',
};
const TO_USERS = {
  namespace: 'shop',
  ...STABLE,
  dst_namespace: 'accounts',
  dst_deployment: 'users',
};

/** Every query about a whole namespace over the fixed samples. */
export const NAMESPACE_CASES: readonly FixedCase[] = [
  one('workloadRequests', [
    [STABLE, 40],
    [CANARY, 10],
    [WORKER, 500],
  ]),
  one('workloadResponses', [
    [STABLE, 40],
    [CANARY, 10],
    [WORKER, 500],
  ]),
  one('workloadFailures', [[CANARY, 2]]),
  one('workloadProxies', [
    [STABLE, 1],
    [CANARY, 1],
    [{ deployment: 'idle' }, 1],
  ]),
  one('callsRequests', [
    [TO_STABLE, 40],
    [TO_CANARY, 10],
    [TO_USERS, 15],
  ]),
  // Calls from another namespace are those of their callee too, once.
  one('callsRequests', [[TO_USERS, 15]], 'accounts', ' of the callee'),
  one('callsResponses', [
    [TO_STABLE, 40],
    [TO_CANARY, 10],
    [TO_USERS, 15],
  ]),
  one('callsFailures', [
    [TO_CANARY, 2],
    [TO_USERS, 1],
  ]),
  one('workloadRequests', [], 'x"} or vector(1) or up{a="', ' of nobody'),
];
