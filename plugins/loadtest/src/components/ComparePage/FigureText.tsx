import Box from '@mui/material/Box';
import { FigureBeside } from '@slipway/plugin-loadtest-common';
import {
  FigureUnit,
  formatFigure,
  stateColour,
} from '@slipway/plugin-portal-react';
import { changeOf, differenceText } from '../../lib/figures';

const CHANGES = {
  worse: { colour: stateColour('degraded'), word: 'worse' },
  better: { colour: stateColour('healthy'), word: 'better' },
} as const;

/** A figure of one run with how far it is from the first; worse and better in colour and in a word. */
export function FigureText(props: {
  beside: FigureBeside;
  unit: FigureUnit;
  worse?: 'more' | 'less';
}) {
  const { beside, unit, worse } = props;
  const difference = differenceText(beside, unit);
  const change = changeOf(beside, worse);
  return (
    <>
      {formatFigure(beside.value, unit)}
      {difference && (
        <Box
          sx={{
            fontSize: 13,
            color: change ? CHANGES[change].colour : 'text.secondary',
          }}
        >
          {change ? `${difference}, ${CHANGES[change].word}` : difference}
        </Box>
      )}
    </>
  );
}
