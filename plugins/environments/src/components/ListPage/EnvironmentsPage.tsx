import { environmentsListTopic } from '@slipway/plugin-environments-common';
import { ListPage } from '@slipway/plugin-portal-react';
import { SEE_ENVIRONMENTS } from '../../lib/needs';
import { NewEnvironment } from '../NewEnvironment';
import { COLUMNS, ROW_HEIGHT } from './EnvironmentCells';
import { EnvironmentsList } from './EnvironmentsList';

/** All environments that are not destroyed, what needs somebody first. */
export function EnvironmentsPage() {
  return (
    <ListPage
      topic={environmentsListTopic}
      what="environments"
      needs={SEE_ENVIRONMENTS}
      notLost="Environments stay, and operations continue, whether they are shown or not."
      table={{ columns: COLUMNS.length, rowHeight: ROW_HEIGHT }}
      aside={<NewEnvironment />}
    >
      {rows => <EnvironmentsList rows={rows} />}
    </ListPage>
  );
}
