import { createPermission } from '@backstage/plugin-permission-common';
import { ResolvedEnvironment } from '@slipway/plugin-clusters-common';
import { z } from 'zod/v3';
import {
  acceptedOf,
  ActionTypes,
  checkGuardrails,
  defineAction,
  gateOf,
  hasChangedSince,
  menuLabelOf,
  needsTypedName,
  noArgs,
  titleOf,
  verbOf,
} from '.';

interface LampTypes extends ActionTypes {
  subject: { on: boolean };
  draft: { colour?: string };
  context: undefined;
  seen: { uid: string; colour?: string };
  fresh: { on: boolean };
  write: string;
}

const permission = createPermission({
  name: 'lamp.paint',
  attributes: { action: 'update' },
});

const paint = defineAction<LampTypes, { colour: string }>({
  name: 'paint',
  words: { label: 'Paint', phrase: 'Paint all of', menuSuffix: '…' },
  permission,
  args: z.object({ colour: z.string({ required_error: 'is required' }) }),
  risk: { severity: 'high', typedIn: ['prod'] },
  guard: ['uid'],
  gate: ({ on }) => (on ? 'It is on.' : undefined),
  preview: (_subject, { colour }) => ({ effect: `${colour}`, warnings: [] }),
  plan: (_fresh, { colour }, seen) => ({
    writes: [`${seen.uid}=${colour}`],
    before: {},
    after: { colour },
  }),
});

const environment = (
  name: ResolvedEnvironment['environment'],
  source: ResolvedEnvironment['source'] = 'config-cluster',
): ResolvedEnvironment => ({ environment: name, source });

describe('defineAction', () => {
  it('validates the arguments before anything is planned', () => {
    expect(() => paint.prepare({})).toThrow('args.colour is required');
    const ready = paint.prepare({ colour: 'red' });
    expect(
      ready.plan(
        { on: false },
        { uid: 'u' },
        { actor: 'user:x/y', now: '', id: '' },
      ),
    ).toMatchObject({ writes: ['u=red'], after: { colour: 'red' } });
  });

  it('an action without arguments refuses them', () => {
    expect(noArgs.safeParse({}).error?.issues[0].message).toBe(
      'must be left out: this action takes no arguments',
    );
    expect(noArgs.safeParse(undefined).success).toBe(true);
  });

  it('is not applicable with a reason', () => {
    expect(gateOf(paint, { on: true })).toEqual({
      enabled: false,
      reason: 'It is on.',
    });
    expect(gateOf(paint, { on: false })).toEqual({ enabled: true });
  });
});

describe('words', () => {
  it('one term on every surface', () => {
    expect(titleOf(paint, 'desk')).toBe('Paint all of desk');
    expect(verbOf(paint, 'desk')).toBe('paint all of desk');
    expect(acceptedOf(paint, 'desk')).toBe('Paint of desk was accepted.');
    expect(menuLabelOf(paint)).toBe('Paint…');
    expect(titleOf({ words: { label: 'Dim' } }, 'desk')).toBe('Dim desk');
    expect(menuLabelOf({ words: { label: 'Dim' } })).toBe('Dim');
  });
});

describe('hasChangedSince', () => {
  const seen = { uid: 'a', hash: 'x', step: 2 };
  it.each<[string, Partial<typeof seen>, Array<keyof typeof seen>, boolean]>([
    ['the same', {}, ['uid', 'hash', 'step'], false],
    ['another object', { uid: 'b' }, ['uid'], true],
    ['a step that the action does not ask for', { step: 3 }, ['uid'], false],
    ['a step that it asks for', { step: 3 }, ['uid', 'step'], true],
  ])('%s', (_name, changes, guard, expected) => {
    expect(hasChangedSince(seen, { ...seen, ...changes }, guard)).toBe(
      expected,
    );
  });

  it('an empty text counts as absent', () => {
    const now: { hash?: string } = {};
    expect(hasChangedSince({ hash: '' }, now, ['hash'])).toBe(false);
  });
});

describe('guardrails', () => {
  const ask = (changes: Partial<Parameters<typeof checkGuardrails>[0]> = {}) =>
    checkGuardrails({
      action: paint,
      environment: environment('prod'),
      channel: 'portal',
      kind: 'Lamp',
      name: 'desk',
      typedName: 'desk',
      link: 'http://portal/lamps/desk',
      ...changes,
    });

  it('the name is typed where the risk says so', () => {
    expect(needsTypedName(paint, environment('prod'))).toBe(true);
    expect(needsTypedName(paint, environment('stage'))).toBe(false);
    expect(() => ask()).not.toThrow();
    expect(() => ask({ typedName: 'lamp' })).toThrow(
      'confirm.name must be "desk": Paint in production needs the name of the lamp typed.',
    );
    expect(() =>
      ask({ typedName: undefined, environment: environment('dev') }),
    ).not.toThrow();
  });

  it('an agent asks in production, and a user confirms', () => {
    expect(() => ask({ channel: 'agent' })).toThrow(
      'This is production: an agent may not paint here. A user must confirm it in the portal: http://portal/lamps/desk',
    );
    expect(() =>
      ask({ channel: 'agent', environment: environment('prod', 'undeclared') }),
    ).toThrow('The environment is not declared');
    expect(() =>
      ask({ channel: 'agent', environment: environment('stage') }),
    ).not.toThrow();
  });
});
