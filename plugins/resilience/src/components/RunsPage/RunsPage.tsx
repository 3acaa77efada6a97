import { ListPage } from '@slipway/plugin-portal-react';
import { resilienceListTopic } from '@slipway/plugin-resilience-common';
import { SEE_RUNS } from '../../lib/needs';
import { COLUMNS, ROW_HEIGHT } from './RunCells';
import { RunsList } from './RunsList';

/** All joint runs, the newest first. */
export function RunsPage() {
  return (
    <ListPage
      topic={resilienceListTopic}
      what="joint runs"
      needs={SEE_RUNS}
      notLost="Runs continue, and end by themselves, whether they are shown or not."
      table={{ columns: COLUMNS.length, rowHeight: ROW_HEIGHT }}
    >
      {runs => <RunsList runs={runs} />}
    </ListPage>
  );
}
