import { digestOf } from './digestOf';

const ASKED = {
  plugin: 'chaos',
  action: 'launch',
  entityRef: 'component:default/orders',
  args: { b: 1, a: ['ü'] },
  words: 'Kills one pod.',
};

it('is SHA-256 over the canonical form, as other programs compute it', () => {
  // printf '%s' '{"action":"launch","args":{"a":["ü"],"b":1},"entityRef":"component:default/orders","plugin":"chaos","words":"Kills one pod."}' | sha256sum
  expect(digestOf(ASKED)).toBe(
    '5769997e3285a571444a43b8509ac845055e4427923d88ba87eeb4649e81936a',
  );
  expect(digestOf({ ...ASKED, args: { a: ['ü'], b: 1 } })).toBe(
    digestOf(ASKED),
  );
  expect(digestOf({ ...ASKED, args: { a: ['u'], b: 1 } })).not.toBe(
    digestOf(ASKED),
  );
});
