import { screen } from '@testing-library/react';
import {
  fakeLiveApi,
  giveElementsSize,
} from '@slipway/plugin-portal-react/testUtils';
import {
  isUnderWay,
  PauseView,
  runningRelease,
} from '@slipway/plugin-rollouts-common';
import { caseDetails } from '../__testUtils__/cases';
import { summary, waitingSummary } from '../__testUtils__/fixtures';
import { fakeRolloutList } from '../__testUtils__/fakeRolloutList';
import { renderDetail } from '../__testUtils__/renderDetail';
import { renderPage } from '../__testUtils__/renderPage';

const NAME = '14-inconclusive-during-a-timed-pause';
const WORDS = /waiting 1 min for a decision: an analysis was inconclusive/;

const ago = (seconds: number) =>
  new Date(Date.now() - seconds * 1000).toISOString();

function listWith(rollout = caseDetails(NAME).basket.core) {
  const live = fakeLiveApi();
  fakeRolloutList(live, [rollout]);
  return live;
}

describe('case 14 on the pages', () => {
  beforeAll(giveElementsSize);

  it('the page says what it waits for and counts nothing down', async () => {
    await renderDetail(caseDetails(NAME).basket);
    expect(screen.getByTestId('pause-note')).toHaveTextContent(WORDS);
    expect(screen.queryByText(/continues in/)).toBeNull();
  });

  it('so does the list', async () => {
    renderPage('/rollouts', { live: listWith() });
    expect(await screen.findByTestId('pause-note')).toHaveTextContent(WORDS);
    expect(screen.queryByText(/continues in/)).toBeNull();
  });

  it('so does home', () => {
    const { core } = caseDetails(NAME).basket;
    expect(isUnderWay(core)).toBe(true);
    expect(runningRelease(core, undefined).state).toMatch(
      /waiting for a decision: an analysis was inconclusive/,
    );
  });

  it.each<[string, PauseView[], RegExp]>([
    [
      'a timed pause',
      [{ reason: 'CanaryPauseStep', startedAt: ago(10), endsAt: ago(-590) }],
      /continues in 9 min/,
    ],
    [
      'a timed pause that is over and nothing happens',
      [{ reason: 'CanaryPauseStep', startedAt: ago(700), endsAt: ago(100) }],
      /due since \d{4}-\d\d-\d\d .*the controller has not reacted/,
    ],
    [
      'a manual pause over a timed one',
      [
        { reason: 'ManuallyPaused' },
        { reason: 'CanaryPauseStep', startedAt: ago(700), timed: true },
      ],
      /waiting to be resumed: paused manually/,
    ],
    [
      'blue-green without automatic promotion',
      [{ reason: 'BlueGreenPause', startedAt: ago(61) }],
      /waiting 1 min for manual promotion/,
    ],
    [
      'a duration that cannot be read',
      [
        {
          reason: 'CanaryPauseStep',
          startedAt: ago(61),
          unreadableDuration: '10 minutes',
        },
      ],
      /waiting 1 min: the pause duration "10 minutes" cannot be read/,
    ],
  ])('%s', async (_, pauses, words) => {
    renderPage('/rollouts', {
      live: listWith({
        ...caseDetails(NAME).basket.core,
        ...waitingSummary('basket', { pauses }),
      }),
    });
    const note = await screen.findByTestId('pause-note');
    expect(note).toHaveTextContent(words);
    expect(note).not.toHaveTextContent(/-\d+ (s|min)\b/);
  });

  it('a rollout that is not paused is no release under way', () => {
    expect(isUnderWay({ ...caseDetails(NAME).basket.core, ...summary() })).toBe(
      false,
    );
  });
});
