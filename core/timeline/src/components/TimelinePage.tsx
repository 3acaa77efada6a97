import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  EmptyState,
  ErrorState,
  LiveAnnouncer,
  PartialNote,
  RelativeTime,
  Section,
} from '@slipway/plugin-portal-react';
import {
  around,
  chosenPlace,
  findRow,
  rangeOf,
  TimelineAnswer,
  TimelineView,
  unknownKinds,
} from '@slipway/plugin-timeline-common';
import { useCallback, useDeferredValue, useMemo } from 'react';
import { TimelineReading } from '../hooks/useTimeline';
import { useWidth } from '../hooks/useWidth';
import { Axis } from './Axis';
import { AXIS_LEFT, AXIS_RIGHT } from './geometry';
import { FocusPanel } from './FocusPanel';
import { GoldenOnAxis } from './GoldenOnAxis';
import { Lanes } from './Lanes';
import { UnknownLane } from './LaneView';
import { MarksTable } from './MarksTable';
import { Services } from './Services';
import { Toolbar } from './Toolbar';

/** The timeline that was read: toolbar, lanes, charts and the table. */
export function TimelinePage(props: {
  entityRef: string;
  answer: TimelineAnswer;
  reading: Pick<TimelineReading, 'error' | 'pending' | 'reload'>;
  view: TimelineView;
  change: (change: Partial<TimelineView>) => void;
}) {
  const { entityRef, answer, reading, view, change } = props;
  const { at: now } = answer;
  // While another range is read, what is there is drawn on its axis.
  const range = useMemo(
    () =>
      typeof view.range === 'string' ? rangeOf(view.range, now) : view.range,
    [view.range, now],
  );
  const { ref, width } = useWidth<HTMLDivElement>();
  const axis = Math.max(100, width - AXIS_LEFT - AXIS_RIGHT);
  const lanes = useMemo(
    () => answer.lanes.filter(({ kind }) => !view.hidden.includes(kind)),
    [answer.lanes, view.hidden],
  );
  const focused = useMemo(
    () => findRow(lanes, view.focus),
    [lanes, view.focus],
  );
  const count = lanes.reduce((sum, { items }) => sum + items.length, 0);
  const unknown = unknownKinds(answer, view.hidden);
  const onFocus = useCallback((focus: string) => change({ focus }), [change]);
  const onRange = useCallback(
    (chosen: TimelineView['range']) => change({ range: chosen }),
    [change],
  );
  const onPlace = useCallback(
    (workload: string) => change({ workload }),
    [change],
  );
  const place = useMemo(
    () => chosenPlace(answer.places, { key: view.workload, focused, lanes }),
    [answer.places, view.workload, focused, lanes],
  );
  // The lanes come first; charts and table follow when there is time.
  const measured = useDeferredValue(
    useMemo(
      () => ({ place, range, focused: focused?.item }),
      [place, range, focused],
    ),
  );
  const listed = useDeferredValue(
    useMemo(() => ({ lanes, focus: view.focus }), [lanes, view.focus]),
  );
  const system = answer.entityRefs.length > 1;
  const strip = { range, now, axis, focused: focused?.item, onFocus, onRange };
  const lacking = [...new Set(lanes.flatMap(lane => lane.lacking ?? []))].map(
    source => ({ source }),
  );
  return (
    <>
      <PartialNote
        missing={[
          ...answer.missing.map(({ title, reason }) => ({
            source: title,
            reason,
          })),
          ...lacking,
        ]}
      />
      {reading.error && (
        <ErrorState
          title="The timeline could not be read again"
          error={reading.error}
          notLost="What was read before is shown."
          onRetry={reading.reload}
        />
      )}
      <Toolbar
        answer={answer}
        choice={view.range}
        hidden={view.hidden}
        range={range}
        change={change}
        reload={reading.reload}
      />
      <Typography
        variant="body2"
        color="text.secondary"
        sx={{ mb: 1 }}
        component="div"
      >
        {'Read '}
        <RelativeTime at={new Date(now).toISOString()} />
        {reading.pending && '. Reading the chosen range…'}
      </Typography>
      <LiveAnnouncer
        message={
          reading.pending
            ? 'Reading the chosen range'
            : `${count} marks in ${lanes.length} lanes`
        }
      />
      <Section title="What happened" count={count}>
        <Box ref={ref} sx={{ minWidth: 0 }}>
          {lanes.length === 0 && unknown.length === 0 ? (
            <EmptyState
              title="Nothing is known of this time"
              description="No lane is shown. A service has one for each of its rollouts, and one for each kind of work that runs on it."
            />
          ) : (
            <>
              {unknown.map(({ kind, title, reason }) => (
                <UnknownLane
                  key={`${kind} ${title}`}
                  kind={kind}
                  reason={reason}
                  axis={axis}
                />
              ))}
              {system ? (
                <Services
                  lanes={lanes}
                  entityRefs={answer.entityRefs}
                  opened={view.opened}
                  change={change}
                  {...strip}
                />
              ) : (
                <Lanes lanes={lanes} {...strip} />
              )}
              <Axis range={range} axis={axis} />
            </>
          )}
        </Box>
      </Section>
      {view.focus && (
        <FocusPanel
          row={focused}
          now={now}
          entityRef={entityRef}
          onAround={() =>
            focused && change({ range: around(focused.item, now) })
          }
          onClose={() => change({ focus: undefined })}
        />
      )}
      <GoldenOnAxis
        place={measured.place}
        places={answer.places}
        range={measured.range}
        focused={measured.focused}
        onChoose={onPlace}
      />
      <MarksTable
        lanes={listed.lanes}
        now={now}
        withEntity={system}
        focus={listed.focus}
        onFocus={onFocus}
      />
    </>
  );
}
