import { resourceTypes } from '../store/resources';
import { deleteOptions } from './writing';

const [jobs] = resourceTypes('batch', 'v1', true, [['jobs', 'Job', '', '']]);
const [deployments] = resourceTypes('apps', 'v1', true, [
  ['deployments', 'Deployment', 'deploy', 'status'],
]);

// On a real API server, too: contract scenario api-orphans-of-job.
it.each([
  ['a Job', jobs, {}, '', 'Orphan'],
  ['a Deployment', deployments, {}, '', undefined],
  ['a Job', jobs, { propagationPolicy: 'Background' }, '', 'Background'],
  ['a Job', jobs, {}, 'propagationPolicy=Foreground', 'Foreground'],
  ['a Job', jobs, { orphanDependents: false }, '', undefined],
  ['a Deployment', deployments, { orphanDependents: true }, '', 'Orphan'],
])(
  'deletes %s (%#) with what the request says of its dependents, or its default',
  (_what, type, body, query, expected) => {
    const { propagation } = deleteOptions(
      type,
      body,
      new URLSearchParams(query),
    );
    expect(propagation).toBe(expected);
  },
);
