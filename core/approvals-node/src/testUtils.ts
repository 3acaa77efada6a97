/**
 * Test doubles for plugins that ask for approvals.
 *
 * @packageDocumentation
 */
import {
  createServiceFactory,
  ServiceFactory,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { Approval, useRefusal } from '@slipway/plugin-approvals-common';
import { randomUUID } from 'node:crypto';
import { approvalsServiceRef } from './approvalsServiceRef';
import { digestOf } from './digestOf';
import { ApprovalsService } from './types';

/** An {@link ApprovalsService} in memory, with the rules of the real one. */
export interface FakeApprovals extends ApprovalsService {
  /** All approvals, oldest first; a test may change them. */
  readonly approvals: Approval[];
  /** What somebody else does on the page of an approval. */
  allow(id: string, by?: string): void;
  /** From now on every call rejects with this error; `undefined` ends it. */
  failWith(error: Error | undefined): void;
  /** For `startTestBackend({ features: [plugin, fake.factory] })`. */
  readonly factory: ServiceFactory<ApprovalsService, 'plugin'>;
}

/** Makes a {@link FakeApprovals}. */
export function fakeApprovals(): FakeApprovals {
  const approvals: Approval[] = [];
  let failure: Error | undefined;
  const find = (id: string) => {
    if (failure) throw failure;
    const at = approvals.findIndex(approval => approval.id === id);
    if (at < 0) throw new NotFoundError(`There is no approval ${id}.`);
    return at;
  };
  const change = (id: string, changes: Partial<Approval>) => {
    const at = find(id);
    approvals[at] = { ...approvals[at], ...changes };
    return approvals[at];
  };
  const now = () => new Date().toISOString();
  const fake: FakeApprovals = {
    approvals,
    allow(id, by = 'user:default/omar') {
      change(id, { state: 'allowed', answer: { by, at: now() } });
    },
    failWith(error) {
      failure = error;
    },
    async ask(request) {
      if (failure) throw failure;
      const approval: Approval = {
        id: randomUUID(),
        ...request,
        digest: digestOf(request.asked),
        approvers: ['group:default/platform'],
        askedAt: now(),
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
        state: 'waiting',
      };
      approvals.push(approval);
      return approval;
    },
    get: async id => approvals[find(id)],
    async use(id, { asked, requester, activityId }) {
      const refusal = useRefusal(
        approvals[find(id)],
        { requester, digest: digestOf(asked) },
        new Date(),
      );
      if (refusal !== undefined) throw new NotAllowedError(refusal);
      return change(id, {
        state: 'used',
        use: { at: now(), ...(activityId ? { activityId } : {}) },
      });
    },
    async finish(id, outcome) {
      const { use } = approvals[find(id)];
      change(id, { use: { at: use?.at ?? now(), ...use, ...outcome } });
    },
    factory: createServiceFactory({
      service: approvalsServiceRef,
      deps: {},
      factory: () => fake,
    }),
  };
  return fake;
}
