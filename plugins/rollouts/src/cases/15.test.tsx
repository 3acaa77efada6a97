import { screen } from '@testing-library/react';
import {
  fakeLiveApi,
  giveElementsSize,
} from '@slipway/plugin-portal-react/testUtils';
import { caseDetails } from '../__testUtils__/cases';
import { fakeRolloutList } from '../__testUtils__/fakeRolloutList';
import { renderDetail } from '../__testUtils__/renderDetail';
import { renderPage } from '../__testUtils__/renderPage';

const NAME = '15-restart-at';
const planned = /Restart planned in (3 h|2 h)/;

const at = (ms: number) => new Date(Date.now() + ms).toISOString();

describe('case 15 on the pages', () => {
  beforeAll(giveElementsSize);

  it('a restart in the future is planned', async () => {
    await renderDetail(caseDetails(NAME)['planned-tonight']);
    expect(screen.getByText(/^Restart planned/)).toHaveTextContent(planned);
    expect(screen.queryByText(/in progress/)).toBeNull();
  });

  it('one that is done says nothing, whatever way its time is written', async () => {
    await renderDetail(caseDetails(NAME)['done-with-offset']);
    expect(screen.queryByText(/^Restart (planned|in progress)/)).toBeNull();
  });

  it.each<[string, object, string[]]>([
    [
      'its time has come',
      { restartAt: at(-120_000), restartedAt: undefined },
      ['Restart in progress, asked for 2 min ago'],
    ],
    [
      'again, after an earlier one',
      { restartAt: at(-120_000), restartedAt: at(-86_400_000) },
      ['Restart in progress, asked for 2 min ago'],
    ],
    ['done', { restartAt: at(-5000), restartedAt: at(-5000) }, []],
  ])('%s', async (_, times, words) => {
    const detail = caseDetails(NAME)['planned-tonight'];
    await renderDetail({ ...detail, core: { ...detail.core, ...times } });
    expect(
      screen
        .queryAllByText(/^Restart (planned|in progress)/)
        .map(note => note.textContent),
    ).toEqual(words);
  });

  it('the list says it too', async () => {
    const live = fakeLiveApi();
    const details = caseDetails(NAME);
    fakeRolloutList(
      live,
      Object.values(details).map(({ core }) => core),
    );
    renderPage('/rollouts', { live });
    expect(await screen.findByText(/^Restart planned/)).toHaveTextContent(
      planned,
    );
    expect(screen.getAllByText(/^Restart/)).toHaveLength(1);
  });
});
