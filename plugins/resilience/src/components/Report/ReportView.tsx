import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  Report,
  ReportFigure,
  Sample,
} from '@slipway/plugin-resilience-common';
import {
  FactColumn,
  FactTable,
  formatAbsolute,
  formatFigure,
} from '@slipway/plugin-portal-react';
import { ReactNode } from 'react';
import { runLanes } from '../../lib/lanes';
import { PHASE_WORDS } from '../../lib/words';
import { VerdictChip } from '../Chips';
import { MetricCharts } from '../RunPage/MetricCharts';
import { windowColumns } from '../RunPage/VerdictPanel';
import { Timeline } from '../Timeline/Timeline';

/** One run for readers who do not know the tools; everything on it is stored with the run. */
export function ReportView(props: {
  report: Report;
  samples: readonly Sample[];
}) {
  const { report, samples } = props;
  const { run, verdict, headline } = report;
  return (
    <article>
      <Typography component="h2" variant="h4" sx={{ fontSize: 26, mb: 1 }}>
        {headline}
      </Typography>
      {verdict && <VerdictChip verdict={verdict} />}
      <Sentences title="What was tried" sentences={report.tried} />
      <Sentences title="What was expected" sentences={report.expected} />
      <Sentences title="What happened" sentences={report.happened} />
      <Part title="When">
        <Timeline
          lanes={runLanes(run, Date.parse(run.endedAt ?? run.createdAt))}
        />
        <Windows windows={report.windows} />
      </Part>
      <Part title="Figures">
        <FigureTable figures={report.figures} />
        {run.samplesGoneAt === undefined && (
          <MetricCharts
            run={run}
            samples={samples}
            verdict={verdict}
            height={160}
          />
        )}
      </Part>
      <Sentences title="How it was measured" sentences={report.method} />
    </article>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box component="section" sx={{ mt: 2.5 }}>
      <Typography component="h3" variant="h6" sx={{ fontSize: 17, mb: 0.5 }}>
        {title}
      </Typography>
      {children}
    </Box>
  );
}

function Sentences(props: { title: string; sentences: readonly string[] }) {
  const { title, sentences } = props;
  if (sentences.length === 0) return null;
  return (
    <Part title={title}>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {sentences.map(one => (
          <li key={one}>{one}</li>
        ))}
      </Box>
    </Part>
  );
}

const STRETCHES: ReadonlyArray<FactColumn<Report['windows'][number]>> = [
  { title: 'Stretch', cell: ({ phase }) => PHASE_WORDS[phase] },
  { title: 'From', cell: ({ from }) => formatAbsolute(from) },
  { title: 'To', cell: ({ to }) => formatAbsolute(to) },
];

function Windows({ windows }: Pick<Report, 'windows'>) {
  return (
    <FactTable
      label="Stretches of the run"
      rows={windows}
      keyOf={({ phase }) => phase}
      columns={STRETCHES}
    />
  );
}

function limitText({ limit, direction, unit }: ReportFigure): string {
  if (limit === undefined) return 'none';
  const figure = formatFigure(limit, unit);
  return direction === 'atLeast' ? `at least ${figure}` : `at most ${figure}`;
}

const FIGURES: ReadonlyArray<FactColumn<ReportFigure>> = [
  { title: 'Median of', cell: ({ title }) => title },
  ...windowColumns<ReportFigure>(({ figures, unit }) => ({
    figures,
    value: figure => formatFigure(figure, unit),
  })),
  { title: 'Limit', figure: true, cell: limitText },
];

/** Windows before, while and after, side by side: medians, with counts of samples. */
function FigureTable({ figures }: { figures: readonly ReportFigure[] }) {
  return (
    <FactTable
      label="Figures before, during and after"
      rows={figures}
      keyOf={({ title }) => title}
      columns={FIGURES}
    />
  );
}
