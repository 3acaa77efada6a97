import { screen, within } from '@testing-library/react';
import { fakeLiveApi } from '@slipway/plugin-portal-react/testUtils';
import { NeedsAttention } from '../components/Home';
import { caseDetails } from '../__testUtils__/cases';
import { fakeRolloutList } from '../__testUtils__/fakeRolloutList';
import { pod } from '../__testUtils__/fixtures';
import { renderDetail } from '../__testUtils__/renderDetail';
import { renderWithApis } from '../__testUtils__/renderPage';

const NAME = '21-pods-cannot-be-created';
const QUOTA = /Pods cannot be created: .*exceeded quota: team-a/;

describe('case 21 on the pages', () => {
  it('the page and the card of the revision say why', async () => {
    await renderDetail(caseDetails(NAME).basket);
    expect(screen.getByTestId('replica-failure')).toHaveTextContent(QUOTA);
    const card = within(screen.getByTestId('revision-card-canary'));
    expect(card.getByText(QUOTA)).toBeInTheDocument();
    const stable = within(screen.getByTestId('revision-card-stable'));
    expect(stable.queryByText(QUOTA)).toBeNull();
  });

  it('so does needs attention at home', async () => {
    const { core } = caseDetails(NAME).basket;
    const live = fakeLiveApi();
    fakeRolloutList(live, [core]);
    renderWithApis(<NeedsAttention />, { live });
    expect(await screen.findByText(QUOTA)).toBeInTheDocument();
  });

  it('why pods are not ready is counted on the card', async () => {
    const detail = caseDetails(NAME).basket;
    const trouble = 'ImagePullBackOff of container web: no such image.';
    const [revision] = detail.revisions;
    await renderDetail({
      ...detail,
      pods: [
        pod('a', revision.uid, { status: 'ImagePullBackOff', trouble }),
        pod('b', revision.uid, { status: 'ImagePullBackOff', trouble }),
        pod('c', revision.uid),
      ],
    });
    expect(
      within(screen.getByTestId('revision-card-canary')).getByText(
        `2 of 3 pods: ${trouble}`,
      ),
    ).toBeInTheDocument();
  });
});
