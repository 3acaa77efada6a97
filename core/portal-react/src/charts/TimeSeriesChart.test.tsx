import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { formatAbsolute } from '../format/formatTime';
import { SeriesPlot } from './SeriesPlot';
import { TimeSeriesChart } from './TimeSeriesChart';
import { placeMarks } from './marks';
import { ChartSeries } from './types';

const series: ChartSeries[] = [
  {
    id: 'p95',
    label: 'p95',
    colour: 'stable',
    points: [
      [1000, 84],
      [1060, 400],
      [1120, 90],
    ],
  },
];
const marks = {
  spans: [{ from: 1030, to: 1090, label: 'network delay' }],
  markers: [{ time: 1100, label: 'recovered' }],
};
const absolute = (seconds: number) => formatAbsolute(seconds * 1000);

describe('TimeSeriesChart with marks', () => {
  it('names each in words and in a list below', async () => {
    await renderInTestApp(
      <TimeSeriesChart title="p95" unit="ms" series={series} {...marks} />,
    );
    const words = [
      `network delay from ${absolute(1030)} to ${absolute(1090)}`,
      `recovered at ${absolute(1100)}`,
    ];
    expect(
      screen.getByRole('img', {
        name: `p95. p95: now 90 ms, lowest 84 ms, highest 400 ms. ${words.join(
          '. ',
        )}`,
      }),
    ).toBeInTheDocument();
    const list = screen.getByRole('list', { name: 'Marked in the chart' });
    expect(
      within(list)
        .getAllByRole('listitem')
        .map(item => item.title),
    ).toEqual(
      words.map(text => text.replace(/^(network delay|recovered) /, '')),
    );
  });

  it('has a column of what happened in its table', async () => {
    await renderInTestApp(
      <TimeSeriesChart title="p95" unit="ms" series={series} {...marks} />,
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'View as table' }),
    );
    const rows = screen
      .getAllByRole('row')
      .map(row =>
        [...row.querySelectorAll('td, th')].map(cell => cell.textContent),
      );
    expect(rows).toEqual([
      ['Time', 'p95', 'What happened'],
      [absolute(1120), '90 ms', 'recovered'],
      [absolute(1060), '400 ms', 'network delay'],
      [absolute(1000), '84 ms', ''],
    ]);
  });

  it('has no list and no column without marks', async () => {
    await renderInTestApp(
      <TimeSeriesChart title="p95" unit="ms" series={series} />,
    );
    expect(screen.queryByRole('list')).not.toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'View as table' }),
    );
    expect(screen.getAllByRole('columnheader')).toHaveLength(2);
  });

  it('keeps to the time range that was asked for, in the table as well', async () => {
    await renderInTestApp(
      <TimeSeriesChart
        title="p95"
        unit="ms"
        series={series}
        timeRange={[1050, 1080]}
        {...marks}
      />,
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'View as table' }),
    );
    expect(screen.getAllByRole('row')).toHaveLength(2);
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
  });

  it('draws a shade and a line with their numbers', async () => {
    // jsdom has no layout: the container of recharts needs a size to draw.
    jest
      .spyOn(HTMLElement.prototype, 'getBoundingClientRect')
      .mockReturnValue(new DOMRect(0, 0, 600, 220));
    window.ResizeObserver ??= class {
      observe() {}
      unobserve() {}
      disconnect() {}
    };
    const { container } = await renderInTestApp(
      <SeriesPlot
        title="p95"
        unit="ms"
        series={series}
        limits={[]}
        height={220}
        domain={[1000, 1120]}
        marks={placeMarks(marks, [1000, 1120])}
      />,
    );
    jest.restoreAllMocks();
    expect(container.querySelectorAll('.recharts-reference-area')).toHaveLength(
      1,
    );
    expect(container.querySelectorAll('.recharts-reference-line')).toHaveLength(
      1,
    );
    const texts = [...container.querySelectorAll('text')].map(
      one => one.textContent,
    );
    expect(texts).toEqual(expect.arrayContaining(['1', '2']));
  });
});
