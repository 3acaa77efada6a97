import { Definition, Definitions } from './Definitions';

const REF = 'component:default/a';
const of = (
  location: string,
  trusted: boolean,
  more: Partial<Definition> = {},
): Definition => ({ entityRef: REF, location, trusted, ...more });

describe('Definitions', () => {
  let now = 0;
  const definitions = () => {
    now = 0;
    return new Definitions({ forgetAfterMs: 100, now: () => now });
  };

  it('has no conflict where one place defines each entity', () => {
    const all = definitions();
    all.replace('x', [of('x', true)]);
    all.replace('x', [of('x', true)]);
    expect(all.conflicts()).toEqual([]);
  });

  it('does not take two locations that stand for the same file for two places', () => {
    const all = definitions();
    all.replace('glob', [of('x', true)]);
    all.replace('x', [of('x', true)]);
    expect(all.conflicts()).toEqual([]);
  });

  it('puts the trusted place first', () => {
    const all = definitions();
    all.replace('x', [of('x', false)]);
    all.replace('y', [of('y', true)]);
    expect(all.conflicts()).toEqual([
      { entityRef: REF, definitions: [of('y', true), of('x', false)] },
    ]);
  });

  it('gives an entity to the trusted place, else to the one that was read first', () => {
    const all = definitions();
    expect(all.isTaken(REF, 'x')).toBe(false);
    all.replace('x', [of('x', false)]);
    all.replace('y', [of('y', false)]);
    expect(all.isTaken(REF, 'x')).toBe(false);
    expect(all.isTaken(REF, 'y')).toBe(true);
    all.replace('z', [of('z', true)]);
    expect(all.isTaken(REF, 'x')).toBe(true);
  });

  it('lists what is not taken, which takes nothing', () => {
    const all = definitions();
    all.replace('x', [of('x', false, { refused: 'a rule' })]);
    expect(all.conflicts()).toHaveLength(1);
    expect(all.isTaken(REF, 'y')).toBe(false);
  });

  it('ends a conflict when a place no longer defines the entity, or is gone', () => {
    const all = definitions();
    all.replace('x', [of('x', true)]);
    all.replace('y', [of('y', false)]);
    all.replace('y', []);
    expect(all.conflicts()).toEqual([]);
    all.replace('y', [of('y', false)]);
    now = 90;
    all.replace('x', [of('x', true)]);
    now = 110;
    expect(all.conflicts()).toEqual([]);
    expect(all.isTaken(REF, 'z')).toBe(true);
  });
});
