import fc from 'fast-check';
import { isObject, Json } from '@slipway/plugin-clusters-common/read';
import {
  applyMergePatch,
  lineBetween,
  linesOf,
  mergePatchOf,
  RawObject,
  replay,
} from './recording';

/** JSON objects without null: a recording leaves such members out. */
const json: fc.Arbitrary<Json> = fc
  .letrec<{ value: unknown; object: unknown }>(tie => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.integer(),
      fc.string(),
      fc.boolean(),
      fc.array(fc.integer(), { maxLength: 2 }),
      tie('object'),
    ),
    object: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  }))
  .object.filter(isObject);

const named = (uid: string, more: Json = {}): RawObject => ({
  ...more,
  kind: 'Pod',
  metadata: { name: uid, uid },
});

describe('recording', () => {
  it('a merge patch leads from one object to the other', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const patch = mergePatchOf(before, after);
        expect(patch ? applyMergePatch(before, patch) : before).toEqual(after);
      }),
    );
  });

  it('what was recorded is replayed', () => {
    const moments = [
      { at: '1', objects: [named('a', { spec: { x: 1, y: 2 } })] },
      { at: '2', objects: [named('a', { spec: { x: 1 } }), named('b')] },
      { at: '3', objects: [named('b')] },
    ];
    let before: RawObject[] = [];
    const text = moments
      .map(moment => {
        const line = lineBetween(before, moment);
        before = moment.objects;
        return JSON.stringify(line);
      })
      .join('\n');
    expect(replay(linesOf(`${text}\n`))).toEqual(moments);
  });

  it('no change is no line', () => {
    expect(
      lineBetween([named('a')], { at: '2', objects: [named('a')] }),
    ).toBeUndefined();
  });
});
