import { loadtestListTopic } from '@slipway/plugin-loadtest-common';
import { ListPage } from '@slipway/plugin-portal-react';
import { SEE_RUNS } from '../../lib/needs';
import { COLUMNS, ROW_HEIGHT } from './RunCells';
import { RunsList } from './RunsList';

/** All load tests, the newest first. */
export function RunsPage() {
  return (
    <ListPage
      topic={loadtestListTopic}
      what="load tests"
      needs={SEE_RUNS}
      notLost="Runs continue whether they are shown or not."
      table={{ columns: COLUMNS.length, rowHeight: ROW_HEIGHT }}
    >
      {runs => <RunsList runs={runs} />}
    </ListPage>
  );
}
