import { caseNames } from '@slipway/field-cases';
import { RolloutDetail } from '@slipway/plugin-rollouts-common';
import {
  detailsOf,
  recordedStates,
} from '@slipway/plugin-rollouts-common/testUtils';
import { giveElementsSize } from '@slipway/plugin-portal-react/testUtils';
import { caseDetails } from './__testUtils__/cases';
import { pageViolations } from './__testUtils__/pageViolations';
import { renderDetail } from './__testUtils__/renderDetail';

/** Cases whose objects are no rollout. */
const OTHERS = /^(?:31|32|33|35)-/;

const cases = caseNames()
  .filter(name => !OTHERS.test(name))
  .flatMap(name =>
    Object.entries(caseDetails(name)).map(
      ([rollout, detail]): [string, RolloutDetail] => [
        `${name} ${rollout}`,
        detail,
      ],
    ),
  );

/** Of each recorded scenario the last state in which something happens: a page takes long to draw. */
const recorded = [
  ...new Map(
    recordedStates().flatMap(({ scenario, at, objects }) =>
      Object.values(detailsOf(objects))
        .filter(({ core }) => core.phase !== 'Healthy')
        .map((detail): [string, [string, RolloutDetail]] => [
          scenario,
          [`${scenario} at ${at}`, detail],
        ]),
    ),
  ).values(),
];

describe(`the page keeps the invariants in ${
  cases.length + recorded.length
} states`, () => {
  beforeAll(giveElementsSize);

  it.each([...cases, ...recorded])('%s', async (_, detail) => {
    await renderDetail(detail);
    expect(pageViolations(detail)).toEqual([]);
  });
});

describe('pageViolations', () => {
  it.each([
    ['<p>NaN %</p>', 'shows NaN: "NaN %"'],
    ['<p>of undefined</p>', 'shows undefined: "of undefined"'],
    ['<p>250 % of traffic</p>', 'shows 250 %: "250 % of traffic"'],
    ['<b aria-label="-3 %"></b>', 'shows -3 %: "-3 %"'],
    ['<p>It waits..</p>', 'ends a sentence twice: "It waits.."'],
    ['<b aria-valuenow="120"></b>', 'a bar of 120 in 100'],
  ])('%s', (html, violation) => {
    const page = document.createElement('div');
    page.innerHTML = html;
    expect(pageViolations({}, page)).toEqual([violation]);
  });

  it('words of an object are shown as they stand', () => {
    const page = document.createElement('div');
    page.innerHTML = '<p>NaN</p>';
    expect(pageViolations({ value: 'NaN' }, page)).toEqual([]);
  });
});
