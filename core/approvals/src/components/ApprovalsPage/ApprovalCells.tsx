import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { ApprovalRow, isOpenState } from '@slipway/plugin-approvals-common';
import {
  CardLine,
  CardTitle,
  Countdown,
  ListCell,
  ListColumn,
  RelativeTime,
  RowCard,
} from '@slipway/plugin-portal-react';
import { memo } from 'react';
import { ApprovalSortColumn } from '../../lib/listQuery';
import { placeText } from '../../lib/words';
import { StateOf } from '../StateOf';

/** px, of every row of the table. */
export const ROW_HEIGHT = 72;

/** Columns of the table of approvals, in order. */
export const COLUMNS: ReadonlyArray<ListColumn<ApprovalSortColumn>> = [
  { title: 'What', width: 'minmax(220px, 2.4fr)', sort: 'words' },
  { title: 'Service', width: 'minmax(130px, 1fr)', sort: 'service' },
  { title: 'State', width: '120px', sort: 'state' },
  { title: 'Ends', width: '110px' },
  { title: 'By', width: 'minmax(100px, 0.8fr)', sort: 'requester' },
  { title: 'Asked', width: '110px', sort: 'asked' },
];

/** When an open one can no longer be answered or used. */
function EndOf({ approval }: { approval: ApprovalRow }) {
  return isOpenState(approval.state) ? (
    <Countdown until={approval.expiresAt} due="now" />
  ) : (
    <span>over</span>
  );
}

function CellsOfApproval({ row: approval }: { row: ApprovalRow }) {
  const { asked } = approval;
  return (
    <>
      <ListCell>
        <div className="two-lines" title={asked.words}>
          <b>{asked.words}</b>
        </div>
      </ListCell>
      <ListCell>
        <EntityRefLink
          entityRef={asked.entityRef}
          defaultKind="component"
          disableTooltip
        />
        <div>{placeText(asked)}</div>
      </ListCell>
      <ListCell>
        <StateOf state={approval.state} />
      </ListCell>
      <ListCell>
        <EndOf approval={approval} />
      </ListCell>
      <ListCell>
        <EntityRefLink
          entityRef={approval.requester}
          defaultKind="user"
          disableTooltip
        />
      </ListCell>
      <ListCell>
        <RelativeTime at={approval.askedAt} />
      </ListCell>
    </>
  );
}

/** The cells of one approval's row. Draws again only when its own row changes. */
export const ApprovalCells = memo(CellsOfApproval);

function CardOfApproval({ row: approval }: { row: ApprovalRow }) {
  const { asked } = approval;
  return (
    <RowCard>
      <CardTitle>{asked.words}</CardTitle>
      <CardLine>
        <StateOf state={approval.state} />
        <EndOf approval={approval} />
      </CardLine>
      <CardLine>
        <EntityRefLink
          entityRef={asked.entityRef}
          defaultKind="component"
          disableTooltip
        />
        <span>{placeText(asked)}</span>
      </CardLine>
      <CardLine quiet>
        <EntityRefLink
          entityRef={approval.requester}
          defaultKind="user"
          disableTooltip
        />
        <RelativeTime at={approval.askedAt} />
      </CardLine>
    </RowCard>
  );
}

/** One approval as a card, for narrow screens. */
export const ApprovalCard = memo(CardOfApproval);
