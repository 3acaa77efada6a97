import {
  detailsOf,
  recordedStates,
  Sentence,
  violationsOf,
} from '@slipway/plugin-rollouts-common/testUtils';
import { transitionsOf } from './transitions';

const WAITING_AFTER_MINUTES = 30;

const states = recordedStates();
const scenarios = [...new Set(states.map(({ scenario }) => scenario))];

describe(`notifications and activity keep the invariants in ${states.length} recorded states`, () => {
  it.each(scenarios)('%s', scenario => {
    const found = new Set<string>();
    for (const { at, objects } of states.filter(
      state => state.scenario === scenario,
    )) {
      for (const detail of Object.values(detailsOf(objects))) {
        const transitions = transitionsOf(detail.core, detail.analysisRuns, {
          now: Date.parse(at) + 3_600_000,
          waitingAfterMs: WAITING_AFTER_MINUTES * 60_000,
        });
        const sentences = transitions.flatMap(({ activity, notice }) => [
          { where: `activity ${activity.type}`, text: activity.summary },
          ...(notice
            ? [
                { where: 'title of a notification', text: notice.title },
                { where: 'notification', text: notice.description },
              ]
            : []),
        ]);
        for (const { activity } of transitions) {
          if (Number.isNaN(Date.parse(activity.at))) {
            found.add(`${activity.key} happened at "${activity.at}"`);
          }
        }
        for (const violation of violationsOf(detail, objects, {
          numbers: [WAITING_AFTER_MINUTES],
          // They are headlines: some end with a quoted message, none needs a period.
          sentences: sentences.map(
            (one): Sentence => ({ ...one, kind: 'words' }),
          ),
        })) {
          found.add(violation);
        }
      }
    }
    expect([...found]).toEqual([]);
  });
});
