import Box from '@mui/material/Box';
import { ShownValue } from '@slipway/plugin-environments-common';

/** Longest text of a value that is shown whole, in characters. */
const MOST = 400;

/** A value of a plan: what is hidden, or known only afterwards, is said. */
export function ShownValueText({ value }: { value: ShownValue }) {
  switch (value.is) {
    case 'sensitive':
      return <em>(sensitive, hidden)</em>;
    case 'unknown':
      return <em>(known after apply)</em>;
    case 'absent':
      return <em>(none)</em>;
    default:
      return <LongText text={value.text} />;
  }
}

/** Long values are cut, and opened at a press. */
function LongText({ text }: { text: string }) {
  if (text.length <= MOST) return <code>{text === '' ? '""' : text}</code>;
  return (
    <Box component="details" sx={{ display: 'inline-block', maxWidth: '100%' }}>
      <summary>
        <code>{`${text.slice(0, 80)}…`}</code>
        {` (${text.length} characters)`}
      </summary>
      <code>{text}</code>
    </Box>
  );
}
