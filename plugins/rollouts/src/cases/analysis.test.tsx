import { RawObject } from '@slipway/field-cases';
import { RolloutDetail } from '@slipway/plugin-rollouts-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { giveElementsSize } from '@slipway/plugin-portal-react/testUtils';
import { caseDetails } from '../__testUtils__/cases';
import { renderDetail } from '../__testUtils__/renderDetail';

type Json = Record<string, unknown>;

/** Changes the first metric of each run and its result. */
const change =
  (over: { metric?: Json; result?: Json; spec?: Json; status?: Json }) =>
  (objects: RawObject[]) => {
    for (const raw of objects) {
      if (raw.kind !== 'AnalysisRun') continue;
      const spec = Object.assign(raw.spec as Json, over.spec);
      const status = Object.assign(raw.status as Json, over.status);
      Object.assign((spec.metrics as Json[])[0], over.metric);
      const [result] = (status.metricResults ?? []) as Json[];
      if (result) Object.assign(result, over.result);
    }
    return objects;
  };

const run = (name: string) =>
  within(screen.getByRole('region', { name: `AnalysisRun ${name}` }));
const metric = (name: string) =>
  within(screen.getByRole('region', { name: `Metric ${name}` }));

const show = (detail: RolloutDetail) => renderDetail(detail);

describe('analysis cases on the page', () => {
  beforeAll(giveElementsSize);

  it('01: limits from arguments, with the texts of the template beside them', async () => {
    await show(caseDetails('01-limits-from-args').basket);
    const words =
      'success-rate failed: 3 of 5 measurements below 0.95 (last 0.89), 2 allowed.';
    expect(screen.getByTestId('failing-measurement')).toHaveTextContent(
      `${words} Measured by basket-newhash-2-1.`,
    );
    expect(screen.getByTestId('analysis-verdict')).toHaveTextContent(words);
    const own = metric('success-rate');
    expect(
      own.getByText('5 of 5 measured · 3 failed, 2 allowed'),
    ).toBeInTheDocument();
    expect(
      own.getByRole('img', { name: /limit success >= 0.95/ }),
    ).toBeInTheDocument();
    expect(own.getByText('20s')).toBeInTheDocument();
    expect(own.getByText('from {{args.pace}}')).toBeInTheDocument();
    expect(own.getByText('from {{args.bad-allowed}}')).toBeInTheDocument();
    expect(own.getByText('result[0] >= 0.95')).toBeInTheDocument();
    expect(
      own.getByText('from result[0] >= {{args.floor}}'),
    ).toBeInTheDocument();
  });

  it('01: what cannot be filled in is quoted', async () => {
    const { basket } = caseDetails(
      '01-limits-from-args',
      change({ spec: { args: [] } }),
    );
    await show(basket);
    expect(screen.getByTestId('analysis-verdict')).toHaveTextContent(
      '3 of 5 measurements did not meet the success condition "result[0] >= {{args.floor}}" (last 0.89), failure limit "{{args.bad-allowed}}".',
    );
    const own = metric('success-rate');
    expect(
      own.getByText(
        '5 of "{{args.tries}}" measured · 3 failed, failure limit "{{args.bad-allowed}}"',
      ),
    ).toBeInTheDocument();
    expect(own.getByText('{{args.pace}} (no duration)')).toBeInTheDocument();
    expect(own.queryByRole('img', { name: /limit/ })).toBeNull();
  });

  it('03: a row of good measurements that did not come', async () => {
    const details = caseDetails('03-consecutive-success-limit');
    await show(details['never-three']);
    expect(screen.getByTestId('failing-measurement')).toHaveTextContent(
      '3 good measurements in a row were wanted; there were at most 2 in 6 measurements.',
    );
    expect(
      metric('success-rate').getByText(
        '6 of 6 measured · 2 failed, no failure limit · 3 good in a row wanted',
      ),
    ).toBeInTheDocument();
    expect(document.body).not.toHaveTextContent('-1 allowed');
  });

  it('05: ended before anything was measured; dry-run metrics only', async () => {
    await show(caseDetails('05-ended-before-any-measurement').basket);
    const background = run('basket-newhash-2');
    expect(background.getByTestId('analysis-verdict')).toHaveTextContent(
      /^It was ended before anything was measured: this says nothing of the release\.$/,
    );
    expect(background.getByTestId('analysis-message')).toHaveTextContent(
      /^Controller: Run Terminated$/,
    );
    expect(background.getByText('terminated')).toBeInTheDocument();
    const step = run('basket-newhash-2-2');
    expect(step.getByTestId('analysis-verdict')).toHaveTextContent(
      /^Only dry-run metrics: p95 would have failed\.$/,
    );
    expect(
      step.getByText(
        'Dry run, does not count: p95 failed: 1 of 1 measurement at or above 300 (last 512), 0 allowed.',
      ),
    ).toBeInTheDocument();
    expect(step.getByText('dry run')).toBeInTheDocument();
  });

  it('05: says when the first measurement comes', async () => {
    const { basket } = caseDetails(
      '05-ended-before-any-measurement',
      change({
        spec: { terminate: false },
        status: { phase: 'Running', message: '', completedAt: undefined },
      }),
    );
    await show(basket);
    expect(
      run('basket-newhash-2').getByText(/^First measurement at \d{4}-/),
    ).toBeInTheDocument();
  });

  it('06: NaN is a gap in the chart and on no side of a limit', async () => {
    await show(caseDetails('06-nan-against-half-a-rule').basket);
    expect(screen.getByTestId('failing-measurement')).toHaveTextContent(
      'success-rate failed: 1 of 1 measurement was no number (NaN: no requests), 0 allowed.',
    );
    expect(metric('success-rate').getByText(/Last value/)).toHaveTextContent(
      'Last value NaN',
    );
    expect(document.body).not.toHaveTextContent('below 0.95');
    expect(document.body).not.toHaveTextContent('above 300');
  });

  it('06: several values are several lines, and the failed ones alone at a press', async () => {
    const at = (minutes: number) =>
      new Date(Date.now() - minutes * 60_000).toISOString();
    const measured = [
      ['Successful', '[0.99,0.98]'],
      ['Failed', '[0.31234,NaN]'],
      ['Error', undefined],
    ].map(([phase, value], index) => ({
      phase,
      value,
      message: value ? undefined : 'connection refused',
      finishedAt: at(9 - index),
    }));
    const { basket } = caseDetails(
      '06-nan-against-half-a-rule',
      change({
        result: { successful: 1, failed: 1, error: 1, measurements: measured },
      }),
    );
    await show(basket);
    const own = metric('success-rate');
    expect(
      own.getByRole('img', { name: /value 1.*value 2/ }),
    ).toBeInTheDocument();
    expect(own.getByText(/nothing was measured/)).toHaveTextContent(
      'connection refused',
    );
    expect(own.getByText(/2 measured · 1 failed, 0 allowed/)).toHaveTextContent(
      '1 error',
    );
    const toggle = own.getByRole('button', {
      name: 'Only the failed measurements',
    });
    expect(toggle).toHaveAttribute('aria-pressed', 'false');
    await userEvent.click(toggle);
    expect(toggle).toHaveAttribute('aria-pressed', 'true');
    expect(
      within(
        own.getByRole('list', { name: 'Measurements, oldest first' }),
      ).getAllByRole('listitem'),
    ).toHaveLength(1);
    const table = own.getByRole('table', { name: /failed measurements/ });
    expect(within(table).getAllByRole('row')).toHaveLength(2);
    expect(table).toHaveTextContent('[0.31234,NaN]');
  });

  it('06: a long value is cut short, whole at a press', async () => {
    const value = JSON.stringify({ ok: false, text: 'x'.repeat(400) });
    const { basket } = caseDetails(
      '06-nan-against-half-a-rule',
      change({
        metric: {
          successCondition: 'result.ok',
          failureCondition: undefined,
          provider: { web: { url: 'http://example.test' } },
        },
        result: {
          measurements: [
            { phase: 'Failed', value, finishedAt: new Date().toISOString() },
          ],
        },
      }),
    );
    await show(basket);
    const own = metric('success-rate');
    const last = own.getByText(/Last value/);
    expect(last.textContent?.length).toBeLessThan(140);
    await userEvent.click(
      within(last).getByRole('button', { name: 'Show all' }),
    );
    expect(last).toHaveTextContent('x'.repeat(400));
    expect(
      within(last).getByRole('button', { name: 'Copy value' }),
    ).toBeInTheDocument();
  });

  it('18: the run of an Experiment is shown', async () => {
    await show(caseDetails('18-experiment-has-the-traffic').basket);
    const own = run('basket-newhash-2-0-compare');
    expect(own.getByText(/experiment basket-newhash-2-0/)).toBeInTheDocument();
    expect(own.getByTestId('analysis-verdict')).toHaveTextContent(
      'gap failed: 1 of 1 measurement at or above 0.1 (last 0.4), 0 allowed.',
    );
    expect(document.body).not.toHaveTextContent('No analysis has run');
  });

  it('19: the box has the controller’s message and blames no run', async () => {
    await show(caseDetails('19-earlier-attempt-blamed').basket);
    expect(screen.queryByTestId('failing-measurement')).toBeNull();
    expect(screen.getByTestId('controller-message')).toHaveTextContent(
      'RolloutAborted: Rollout aborted update to revision 2',
    );
    expect(
      screen.queryByRole('region', { name: 'AnalysisRun basket-newhash-2' }),
    ).toBeNull();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show 1 earlier' }),
    );
    expect(
      run('basket-newhash-2').getByTestId('analysis-phase'),
    ).toHaveTextContent('Failed');
  });
});
