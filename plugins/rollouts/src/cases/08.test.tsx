import {
  fakeLiveApi,
  giveElementsSize,
} from '@slipway/plugin-portal-react/testUtils';
import { RolloutCore, runningRelease } from '@slipway/plugin-rollouts-common';
import { cleanup, screen, within } from '@testing-library/react';
import { MyServices, NeedsAttention } from '../components/Home';
import { caseDetails } from '../__testUtils__/cases';
import { fakeRolloutList } from '../__testUtils__/fakeRolloutList';
import { renderDetail } from '../__testUtils__/renderDetail';
import { renderPage, renderWithApis } from '../__testUtils__/renderPage';

const NAME = '08-traffic-still-on-the-canary';
const STILL =
  '60 % of traffic is still on revision 2, it goes back as stable pods become ready.';

function listOf(core: RolloutCore) {
  const live = fakeLiveApi();
  fakeRolloutList(live).set(
    [core],
    [{ source: 'gke-prod', state: 'live', since: new Date(0).toISOString() }],
  );
  return live;
}

describe('case 08 on the pages', () => {
  beforeAll(giveElementsSize);
  const details = caseDetails(NAME);

  it('an abort: the page says what is still on the canary', async () => {
    await renderDetail(details['aborted-gliding']);
    expect(screen.getByTestId('abort-traffic')).toHaveTextContent(
      `Aborted: ${STILL}`,
    );
    expect(screen.getByTestId('actual-weight')).toHaveTextContent('60 %');
    expect(screen.getByTestId('traffic-canary')).toHaveTextContent(
      '60 % of traffic',
    );
    expect(screen.getByTestId('traffic-stable')).toHaveTextContent(
      '40 % of traffic',
    );
    expect(document.body).not.toHaveTextContent(
      'All traffic is on the stable revision',
    );
  });

  it('a rollback: the revision before is shown with its traffic', async () => {
    await renderDetail(details['rolled-back-gliding']);
    expect(screen.getByTestId('leftover-traffic')).toHaveTextContent(STILL);
    expect(screen.getByTestId('actual-weight')).toHaveTextContent('40 %');
    expect(screen.getByTestId('traffic-other')).toHaveTextContent(
      '60 % of traffic',
    );
    expect(
      within(screen.getByTestId('revision-card-other')).getByText('rev 2'),
    ).toBeInTheDocument();
    expect(document.body).not.toHaveTextContent('Nothing is being rolled out');
  });

  it.each(['aborted-gliding', 'rolled-back-gliding'])(
    'the list and home say so too: %s',
    async name => {
      const { core } = details[name];
      const words = new RegExp(STILL.replace('.', '\\.'));
      renderPage('/rollouts', { live: listOf(core) });
      expect(await screen.findByText(words)).toBeInTheDocument();
      cleanup();
      expect(runningRelease(core, undefined).state).toMatch(words);
      renderWithApis(<MyServices />, { live: listOf(core) });
      expect(await screen.findByText(words)).toBeInTheDocument();
    },
  );

  it('so does needs attention', async () => {
    renderWithApis(<NeedsAttention />, {
      live: listOf(details['aborted-gliding'].core),
    });
    expect(
      await screen.findByText(/^Aborted: 60 % of traffic is still/),
    ).toBeInTheDocument();
  });
});
