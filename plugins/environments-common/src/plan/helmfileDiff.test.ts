import { helmfileDiff } from './helmfileDiff';

const change = (kind: string, name: string, what: string) => ({
  namespace: 'env-a',
  name,
  kind,
  change: what,
  added: 1,
  removed: what === 'added' ? 0 : 1,
});

describe('helmfileDiff', () => {
  it.each([
    ['env-a, cart, Rollout (argoproj.io) has been added:', 'added'],
    ['env-a, cart, Rollout (argoproj.io) has changed:', 'changed'],
    ['env-a, cart, Rollout (argoproj.io) has been removed:', 'removed'],
    ['env-a, cart, Rollout: changed', 'changed'],
  ])('reads %s', (head, what) => {
    const removed = what === 'added' ? '' : '-    tag: 1\n';
    expect(
      helmfileDiff(
        `Comparing release=cart, chart=x\n${head}\n@@ -1 +1 @@\n${removed}+    tag: 2\n`,
      ),
    ).toEqual([change('Rollout', 'cart', what)]);
  });

  it('takes names with colons, and is empty without changes', () => {
    expect(
      helmfileDiff(
        'env-a, slipway:a:view, ClusterRole (rbac.authorization.k8s.io) has changed:\n- a\n+ b\n',
      ),
    ).toEqual([change('ClusterRole', 'slipway:a:view', 'changed')]);
    expect(helmfileDiff('Comparing release=cart\n')).toEqual([]);
  });
});
