import { ContainerView } from '../types';
import { imageChanges, imageChangeWords, imageTag } from './images';

const box = (name: string, image: string, init = false): ContainerView => ({
  name,
  image,
  init,
});
const DIGEST_A = `sha256:${'a'.repeat(64)}`;
const DIGEST_B = `sha256:${'b'.repeat(64)}`;

const shipper = box('log-shipper', 'registry.example/tools/log-shipper:3.1');

describe('imageChanges', () => {
  it.each<[string, ContainerView[], ContainerView[], string[]]>([
    [
      'the second container',
      [shipper, box('web', 'shop/basket:1.0.0')],
      [shipper, box('web', 'shop/basket:2.0.0')],
      ['web 1.0.0 → 2.0.0'],
    ],
    [
      'both, in the order of the template',
      [
        box('log-shipper', 'tools/log-shipper:3.0'),
        box('web', 'shop/basket:1'),
      ],
      [shipper, box('web', 'shop/basket:2')],
      ['log-shipper 3.0 → 3.1', 'web 1 → 2'],
    ],
    [
      'an init container, after the main ones',
      [box('migrate', 'm:1', true), box('web', 'shop/basket:1')],
      [box('migrate', 'm:2', true), box('web', 'shop/basket:2')],
      ['web 1 → 2', 'migrate 1 → 2'],
    ],
    [
      'an init container only',
      [box('migrate', 'm:1', true), box('web', 'shop/basket:1')],
      [box('migrate', 'm:2', true), box('web', 'shop/basket:1')],
      ['migrate 1 → 2'],
    ],
    [
      'one added',
      [box('web', 'shop/basket:1')],
      [box('web', 'shop/basket:1'), box('envoy', 'envoy:1.30')],
      ['envoy 1.30 added'],
    ],
    [
      'one removed',
      [box('web', 'shop/basket:1'), box('envoy', 'envoy:1.30')],
      [box('web', 'shop/basket:1')],
      ['envoy 1.30 removed'],
    ],
    [
      'one renamed',
      [box('app', 'shop/basket:1')],
      [box('web', 'shop/basket:1')],
      ['web 1 added', 'app 1 removed'],
    ],
    [
      'other order, same images',
      [shipper, box('web', 'shop/basket:1')],
      [box('web', 'shop/basket:1'), shipper],
      [],
    ],
    [
      'same tag, other digest',
      [box('web', `shop/basket:2@${DIGEST_A}`)],
      [box('web', `shop/basket:2@${DIGEST_B}`)],
      ['web 2@sha256:aaaaaaaaaaaa → 2@sha256:bbbbbbbbbbbb'],
    ],
    [
      'same tag, now pinned',
      [box('web', 'shop/basket:2')],
      [box('web', `shop/basket:2@${DIGEST_B}`)],
      ['web 2 without digest → 2@sha256:bbbbbbbbbbbb'],
    ],
    [
      'digests only',
      [box('web', `shop/basket@${DIGEST_A}`)],
      [box('web', `shop/basket@${DIGEST_B}`)],
      ['web sha256:aaaaaaaaaaaa → sha256:bbbbbbbbbbbb'],
    ],
    [
      'same tag, other registry',
      [box('web', 'registry-a.example:5000/shop/basket:2')],
      [box('web', 'registry-b.example/shop/basket:2')],
      [
        'web registry-a.example:5000/shop/basket:2 → registry-b.example/shop/basket:2',
      ],
    ],
    [
      'another image altogether',
      [box('web', 'shop/basket:2')],
      [box('web', 'shop/checkout:7')],
      ['web basket:2 → checkout:7'],
    ],
    ['nothing', [shipper], [shipper], []],
  ])('%s', (_, from, to, words) => {
    expect(
      imageChanges(from, to).map(
        change => `${change.container} ${imageChangeWords(change)}`,
      ),
    ).toEqual(words);
  });

  it.each([
    ['registry:5000/shop/web', 'web'],
    ['shop/web', 'web'],
    [undefined, undefined],
    ['', undefined],
  ])('%p is called %p', (image, tag) => {
    expect(imageTag(image)).toBe(tag);
  });
});
