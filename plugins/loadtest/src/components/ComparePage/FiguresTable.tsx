import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { besideFirst, ComparedRun } from '@slipway/plugin-loadtest-common';
import {
  FactColumn,
  FactTable,
  formatCountdown,
} from '@slipway/plugin-portal-react';
import { ReactNode, useMemo } from 'react';
import { COMPARED } from '../../lib/figures';
import { runTitle } from '../../lib/compareQuery';
import { runRouteRef } from '../../routes';
import { VerdictChip } from '../Chips';
import { FigureText } from './FigureText';

/** One figure, a cell for each run. */
interface FigureRow {
  title: string;
  cells: ReactNode[];
}

/** A column for the name of each row, and one for each run. */
export const runColumns = <Row extends { cells: ReactNode[] }>(
  first: FactColumn<Row>,
  runs: readonly unknown[],
): Array<FactColumn<Row>> => [
  first,
  ...runs.map((_, index) => ({
    title: `Run ${index + 1}`,
    figure: true,
    cell: ({ cells }: Row) => cells[index],
  })),
];

/** Figures of all requests in the windows, each beside the first run. */
export function FiguresTable({ runs }: { runs: readonly ComparedRun[] }) {
  const linkOf = useRouteRef(runRouteRef);
  const rows = useMemo<FigureRow[]>(() => {
    const totals = runs.map(({ total }) => total);
    return [
      {
        title: 'Started',
        cells: runs.map(({ run }) => {
          const to = linkOf?.({ id: run.id });
          const title = runTitle(run);
          return to ? <Link to={to}>{title}</Link> : title;
        }),
      },
      {
        title: 'Window',
        cells: runs.map(
          ({ window }) =>
            `${formatCountdown(window.from * 1000)} to ${formatCountdown(
              window.to * 1000,
            )}`,
        ),
      },
      {
        title: 'Verdict of the whole run',
        cells: runs.map(({ run }) =>
          run.verdict ? <VerdictChip verdict={run.verdict} /> : 'none',
        ),
      },
      ...COMPARED.map(({ figure, title, unit, worse }) => ({
        title,
        cells: besideFirst(totals, figure).map((beside, index) => (
          <FigureText
            key={runs[index].run.id}
            beside={beside}
            unit={unit}
            worse={worse}
          />
        )),
      })),
    ];
  }, [runs, linkOf]);
  const columns = useMemo(
    () =>
      runColumns<FigureRow>(
        { title: 'Figure', cell: ({ title }) => title },
        runs,
      ),
    [runs],
  );
  return (
    <FactTable
      label="Figures of the windows"
      rows={rows}
      keyOf={({ title }) => title}
      columns={columns}
    />
  );
}
