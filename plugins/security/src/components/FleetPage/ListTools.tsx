import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import {
  ExportMenu,
  ListRules,
  useListQuery,
} from '@slipway/plugin-portal-react';

/** Read again, and export what passes the filters, in its order. */
export function ListTools<
  Row,
  F extends { q: string },
  C extends string,
>(props: {
  rules: ListRules<Row, F, C>;
  rows: readonly Row[];
  /** Name of the files, without their ending. */
  name: string;
  csv: (rows: readonly Row[]) => string;
  onRead: () => void;
}) {
  const { rules, rows, name, csv, onRead } = props;
  const { filters, sort } = useListQuery(rules.query);
  const shown = () =>
    rules.sort(
      rows.filter(row => rules.matches(row, filters)),
      sort,
    );
  return (
    <Box sx={{ display: 'flex', gap: 1 }}>
      <Button variant="outlined" onClick={onRead}>
        Read again
      </Button>
      <ExportMenu
        files={[
          {
            label: 'What is shown (CSV)',
            name: `${name}.csv`,
            load: async () => new Blob([csv(shown())], { type: 'text/csv' }),
          },
          {
            label: 'What is shown (JSON)',
            name: `${name}.json`,
            load: async () =>
              new Blob([JSON.stringify(shown(), null, 2)], {
                type: 'application/json',
              }),
          },
        ]}
      />
    </Box>
  );
}
