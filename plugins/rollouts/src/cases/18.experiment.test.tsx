import { screen, within } from '@testing-library/react';
import { RolloutDetail } from '@slipway/plugin-rollouts-common';
import { caseDetails } from '../__testUtils__/cases';
import { pod } from '../__testUtils__/fixtures';
import { renderDetail } from '../__testUtils__/renderDetail';

const NAME = '18-experiment-has-the-traffic';

const rows = (name: string) =>
  within(screen.getByRole('table', { name: `Templates of ${name}` }))
    .getAllByRole('row')
    .slice(1)
    .map(row =>
      within(row)
        .getAllByRole('cell')
        .map(cell => cell.textContent),
    );

/** Changes the experiment of the case. */
function withExperiment(
  change: (
    experiment: NonNullable<RolloutDetail['experiments']>[number],
  ) => NonNullable<RolloutDetail['experiments']>[number],
): RolloutDetail {
  const detail = caseDetails(NAME).basket;
  return { ...detail, experiments: detail.experiments?.map(change) };
}

describe('case 18 on the page: the experiment', () => {
  it('shows templates with their states and shares of traffic, and the failed analysis', async () => {
    await renderDetail(caseDetails(NAME).basket);
    expect(rows('basket-newhash-2-0')).toEqual([
      ['baseline', 'stable revision', 'Running', 'not reported', '15 %'],
      [
        'trial',
        'new revision',
        'Degradedtrial pods crash',
        'not reported',
        '15 %',
      ],
    ]);
    const analyses = within(
      screen.getByRole('list', { name: 'Analyses of the experiment' }),
    );
    expect(analyses.getByText('Failed')).toBeInTheDocument();
    expect(
      analyses.getByText('Metric "gap" assessed Failed'),
    ).toBeInTheDocument();
    expect(screen.getByTestId('experiment-end')).toHaveTextContent(
      'runs until it is terminated',
    );
  });

  it('shows pods, versions and when it ends', async () => {
    await renderDetail(
      withExperiment(experiment => ({
        ...experiment,
        duration: '15m',
        endsAt: new Date(Date.now() + 299_000).toISOString(),
        templates: experiment.templates.map(template => ({
          ...template,
          specRef: template.name === 'trial' ? 'canary' : 'stable',
          replicas: { desired: 2, ready: 1, available: 1 },
          containers: [
            { name: 'web', image: 'shop/basket:2.0.0', init: false },
          ],
          pods: [
            pod(`${template.name}-1`, 'rs', {
              trouble: 'CrashLoopBackOff of container web.',
            }),
          ],
        })),
      })),
    );
    const [, trial] = rows('basket-newhash-2-0');
    expect(trial).toEqual([
      'trial',
      'new revision: 2.0.0',
      'Degradedtrial pods crashCrashLoopBackOff of container web.',
      '1/2',
      '15 %',
    ]);
    expect(screen.getByTestId('experiment-end')).toHaveTextContent(
      /^ends in 4 min/,
    );
  });

  it('an experiment that is over has no traffic and no end', async () => {
    await renderDetail(
      withExperiment(experiment => ({
        ...experiment,
        current: false,
        phase: 'Failed',
      })),
    );
    expect(rows('basket-newhash-2-0').map(row => row[4])).toEqual([
      'none',
      'none',
    ]);
    expect(screen.queryByTestId('experiment-end')).toBeNull();
  });

  it('without experiments nothing is drawn', async () => {
    await renderDetail({ ...caseDetails(NAME).basket, experiments: [] });
    expect(screen.queryByText('Experiments')).toBeNull();
  });

  it('the step that failed is named with its message', async () => {
    const detail = caseDetails(NAME).basket;
    await renderDetail({
      ...detail,
      core: {
        ...detail.core,
        aborted: true,
        phase: 'Degraded',
        steps: detail.core.steps.map(step =>
          step.index === 0
            ? { ...step, state: 'failed', message: 'gap assessed Failed' }
            : step,
        ),
      },
      analysisRuns: [],
    });
    expect(screen.getByTestId('failed-step')).toHaveTextContent(
      /^Failed at step 1, experiment 15m: .*: gap assessed Failed$/,
    );
  });

  it('both strategies in one spec are said plainly', async () => {
    const detail = caseDetails(NAME).basket;
    await renderDetail({
      ...detail,
      core: {
        ...detail.core,
        blueGreen: { activeService: 'basket', autoPromotionEnabled: true },
      },
    });
    expect(
      screen.getByText(/^both canary and blue-green: the controller refuses/),
    ).toBeInTheDocument();
  });
});
