import { render, screen } from '@testing-library/react';
import {
  fakeLiveApi,
  giveElementsSize,
} from '@slipway/plugin-portal-react/testUtils';
import {
  RolloutSummary,
  runningRelease,
} from '@slipway/plugin-rollouts-common';
import { ImageTags } from '../components/ImageTags';
import { caseDetails } from '../__testUtils__/cases';
import { fakeRolloutList } from '../__testUtils__/fakeRolloutList';
import { renderDetail } from '../__testUtils__/renderDetail';
import { renderPage } from '../__testUtils__/renderPage';

const NAME = '22-first-container-is-a-helper';

function listed() {
  const { core } = caseDetails(NAME).basket;
  const live = fakeLiveApi();
  fakeRolloutList(live, [core]);
  return live;
}

describe('case 22 on the pages', () => {
  beforeAll(giveElementsSize);

  it('the cards name what changed first', async () => {
    await renderDetail(caseDetails(NAME).basket);
    expect(screen.getByTestId('image-tag-canary')).toHaveTextContent(
      'web 2.0.0, log-shipper 3.1',
    );
    expect(screen.getByTestId('image-tag-stable')).toHaveTextContent(
      'web 1.0.0, log-shipper 3.1',
    );
  });

  it('the list and home say what changed', async () => {
    renderPage('/rollouts', { live: listed() });
    expect(await screen.findByTestId('image-tags')).toHaveTextContent(
      'web 1.0.0 → 2.0.0',
    );
  });

  it('home says what changed', () => {
    expect(
      runningRelease(caseDetails(NAME).basket.core, undefined).title,
    ).toMatch(/: web 1.0.0 → 2.0.0$/);
  });

  const box = (name: string, image: string, init = false) => ({
    name,
    image,
    init,
  });
  const change = (container: string, from?: string, to?: string) => ({
    container,
    init: false,
    from,
    to,
  });
  const moving = { inProgress: true, stableHash: 'a' };
  it.each<
    [
      string,
      Pick<
        RolloutSummary,
        'images' | 'imageChanges' | 'inProgress' | 'stableHash'
      >,
      string,
    ]
  >([
    [
      'one container',
      {
        ...moving,
        images: [box('web', 'shop/web:2')],
        imageChanges: [change('web', 'shop/web:1', 'shop/web:2')],
      },
      '1 → 2',
    ],
    [
      'three changes',
      {
        ...moving,
        images: [box('web', 'shop/web:2')],
        imageChanges: [
          change('web', 'shop/web:1', 'shop/web:2'),
          change('proxy', 'proxy:7', 'proxy:8'),
          change('old', 'old:1'),
        ],
      },
      'web 1 → 2 +2 more',
    ],
    [
      'one added',
      {
        ...moving,
        images: [box('web', 'shop/web:2'), box('proxy', 'proxy:8')],
        imageChanges: [change('proxy', undefined, 'proxy:8')],
      },
      'proxy 8 added',
    ],
    [
      'configuration only',
      { ...moving, images: [box('web', 'shop/web:2')], imageChanges: [] },
      '2, image unchanged',
    ],
    [
      'the stable template is not known',
      { ...moving, images: [box('web', 'shop/web:2')] },
      'unknown → 2',
    ],
    [
      'the first deployment',
      { inProgress: true, images: [box('web', 'shop/web:2')] },
      '2',
    ],
    [
      'nothing in progress',
      {
        inProgress: false,
        stableHash: 'a',
        images: [
          box('setup', 'setup:0', true),
          box('log', 'log:3.1'),
          box('web', 'shop/web:2'),
          box('proxy', 'proxy:8'),
        ],
      },
      '3.1, 2 +1 more',
    ],
    ['nothing known', { inProgress: false, stableHash: 'a' }, 'unknown'],
  ])('%s', (_, rollout, words) => {
    render(<ImageTags rollout={rollout} />);
    expect(screen.getByTestId('image-tags').textContent).toBe(words);
  });
});
