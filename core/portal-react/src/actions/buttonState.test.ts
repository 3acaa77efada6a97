import { Decision } from '@slipway/plugin-actions-common';
import { buttonState } from './buttonState';

function ready(decision?: Decision) {
  const value: { actions: Record<string, Decision> } = {
    actions: decision ? { promote: decision } : {},
  };
  return { status: 'ready' as const, value };
}

const NOT_OWNER = { allowed: false, reason: 'Not the owner.' };

it.each([
  [
    'the permission comes first',
    ready(NOT_OWNER),
    'Healthy.',
    'Not the owner.',
  ],
  ['then the gate', ready({ allowed: true }), 'Healthy.', 'Healthy.'],
  ['nothing is in the way', ready({ allowed: true }), undefined, undefined],
  [
    'an action that access does not name',
    ready(),
    undefined,
    'You may not do this.',
  ],
  [
    'access is not known yet',
    { status: 'loading' as const },
    undefined,
    'Checking what you may do.',
  ],
  [
    'the gate is known before access',
    { status: 'loading' as const },
    'Healthy.',
    'Healthy.',
  ],
  [
    'access cannot be read',
    { status: 'failed' as const, error: new Error('No answer.') },
    'Healthy.',
    'What you may do could not be read: No answer.',
  ],
])('%s', (_, access, gate, reason) => {
  expect(buttonState('promote', access, gate)).toEqual(
    reason === undefined ? { enabled: true } : { enabled: false, reason },
  );
});
