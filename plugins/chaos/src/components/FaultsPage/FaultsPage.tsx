import { chaosListTopic } from '@slipway/plugin-chaos-common';
import { ListPage, SourcesNote } from '@slipway/plugin-portal-react';
import { SEE_FAULTS } from '../../lib/needs';
import { HaltBar } from '../Actions/haltFlow';
import { COLUMNS, ROW_HEIGHT } from './FaultCells';
import { FaultsList } from './FaultsList';

/** All faults of all clusters, what is active first. */
export function FaultsPage() {
  return (
    <ListPage
      topic={chaosListTopic}
      what="faults"
      needs={SEE_FAULTS}
      notLost="Faults end by themselves whether they are shown or not."
      table={{ columns: COLUMNS.length, rowHeight: ROW_HEIGHT }}
      Freshness={SourcesNote}
      aside={<HaltBar />}
    >
      {faults => <FaultsList faults={faults} />}
    </ListPage>
  );
}
