/** What halts are recorded on: there is one for the whole portal. */
export const haltTarget = () => ({
  cluster: 'all',
  namespace: 'all',
  kind: 'Fault',
  name: 'all faults',
});
