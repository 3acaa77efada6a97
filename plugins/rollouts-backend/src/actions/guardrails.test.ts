import { Channel, checkGuardrails } from '@slipway/plugin-actions-common';
import {
  Environment,
  EnvironmentSource,
} from '@slipway/plugin-clusters-common';
import {
  rolloutActions,
  RolloutActionName,
} from '@slipway/plugin-rollouts-common';

function check(
  action: RolloutActionName,
  environment: Environment,
  options: {
    typedName?: string;
    channel?: Channel;
    source?: EnvironmentSource;
  } = {},
) {
  return () =>
    checkGuardrails({
      action: rolloutActions[action],
      kind: 'Rollout',
      environment: { environment, source: options.source ?? 'config-cluster' },
      channel: options.channel ?? 'portal',
      name: 'orders',
      typedName: options.typedName,
      link: 'http://portal/rollouts/a/b/orders',
    });
}

describe('checkGuardrails', () => {
  it.each<RolloutActionName>(['promote-full', 'undo', 'set-image'])(
    'in production %s needs the name typed exactly',
    action => {
      expect(check(action, 'prod')).toThrow(/^confirm\.name must be "orders"/);
      expect(check(action, 'prod', { typedName: 'Orders' })).toThrow(
        /confirm\.name/,
      );
      expect(check(action, 'prod', { typedName: 'orders' })).not.toThrow();
      expect(check(action, 'stage')).not.toThrow();
      expect(check(action, 'dev')).not.toThrow();
    },
  );

  it('an undeclared environment counts as production', () => {
    expect(check('undo', 'prod', { source: 'undeclared' })).toThrow(
      /confirm\.name/,
    );
  });

  it.each<RolloutActionName>([
    'promote',
    'skip-step',
    'pause',
    'resume',
    'abort',
    'retry',
    'restart',
    'terminate-analysis',
  ])('%s never needs it', action => {
    expect(check(action, 'prod')).not.toThrow();
  });

  it('an agent may not act in production, whatever it types, and is given the link', () => {
    expect(
      check('promote', 'prod', { channel: 'agent', typedName: 'orders' }),
    ).toThrow(/A user must confirm.*http:\/\/portal\/rollouts\/a\/b\/orders/);
    expect(check('abort', 'prod', { channel: 'agent' })).toThrow(
      /A user must confirm/,
    );
    expect(check('promote', 'stage', { channel: 'agent' })).not.toThrow();
  });
});
