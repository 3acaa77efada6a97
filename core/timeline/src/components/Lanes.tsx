import Button from '@mui/material/Button';
import { isQuiet, ShownLane } from '@slipway/plugin-timeline-common';
import { useState } from 'react';
import { LaneView } from './LaneView';
import { StripAxis } from './Strip';
import { quietWords } from './words';

/** Lanes below each other; those without anything in the range are folded into a line. */
export function Lanes(
  props: StripAxis & {
    lanes: readonly ShownLane[];
    heading?: 'h4' | 'h5';
  },
) {
  const { lanes, heading, focused, ...strip } = props;
  const [withQuiet, setWithQuiet] = useState(false);
  const quiet = lanes.filter(lane => isQuiet(lane, strip.range));
  const shown = withQuiet
    ? lanes
    : lanes.filter(lane => !isQuiet(lane, strip.range));
  return (
    <>
      {shown.map(lane => (
        <LaneView
          key={`${lane.plugin} ${lane.id}`}
          lane={lane}
          heading={heading}
          focused={
            focused && lane.items.includes(focused) ? focused : undefined
          }
          {...strip}
        />
      ))}
      {quiet.length > 0 && (
        <Button
          size="small"
          aria-expanded={withQuiet}
          onClick={() => setWithQuiet(!withQuiet)}
        >
          {withQuiet ? 'Hide what has' : quietWords(quiet)} nothing in this
          range
        </Button>
      )}
    </>
  );
}
