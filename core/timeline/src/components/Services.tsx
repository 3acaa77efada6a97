import Button from '@mui/material/Button';
import {
  lanesByService,
  ShownLane,
  summaryOf,
  TimelineItem,
  ServiceLanes,
  TimelineView,
} from '@slipway/plugin-timeline-common';
import { useCallback, useMemo, useState } from 'react';
import { ServiceView } from './ServiceView';
import { StripAxis } from './Strip';
import { idleWords } from './words';

const isOf = ({ lanes }: ServiceLanes, focused: TimelineItem | undefined) =>
  focused !== undefined && lanes.some(({ items }) => items.includes(focused));

/** The lanes of a system by service. Services without anything worth showing are folded into a line. */
export function Services(
  props: StripAxis & {
    lanes: readonly ShownLane[];
    entityRefs: readonly string[];
    opened: readonly string[];
    change: (change: Partial<TimelineView>) => void;
  },
) {
  const { lanes, entityRefs, opened, focused, change, ...strip } = props;
  const { range } = strip;
  const [withIdle, setWithIdle] = useState(false);
  const services = useMemo(
    () =>
      lanesByService(lanes, entityRefs).map(service => ({
        service,
        summary: summaryOf(service, range),
      })),
    [lanes, entityRefs, range],
  );
  // What is looked at is shown, also where one lane leaves it out.
  const leftOut = services.find(
    ({ service, summary }) =>
      isOf(service, focused) &&
      !summary.rows.some(({ item }) => item === focused),
  )?.service.entityRef;
  const onToggle = useCallback(
    (entityRef: string, open: boolean) => {
      const others = opened.filter(each => each !== entityRef);
      change({
        opened: open ? [...others, entityRef] : others,
        ...(!open && entityRef === leftOut ? { focus: undefined } : {}),
      });
    },
    [opened, leftOut, change],
  );
  const isOpen = (entityRef = '') =>
    opened.includes(entityRef) || entityRef === leftOut;
  const isIdle = ({ service, summary }: (typeof services)[number]) =>
    summary.rows.length === 0 && !isOpen(service.entityRef);
  const idle = services.filter(isIdle);
  const shown = withIdle ? services : services.filter(each => !isIdle(each));
  return (
    <>
      {shown.map(({ service, summary }) => (
        <ServiceView
          key={service.entityRef ?? ''}
          service={service}
          summary={summary}
          open={isOpen(service.entityRef)}
          onToggle={onToggle}
          focused={isOf(service, focused) ? focused : undefined}
          {...strip}
        />
      ))}
      {idle.length > 0 && (
        <Button
          size="small"
          aria-expanded={withIdle}
          onClick={() => setWithIdle(!withIdle)}
        >
          {withIdle
            ? 'Hide services without anything worth showing'
            : idleWords(idle.map(({ summary }) => summary))}
        </Button>
      )}
    </>
  );
}
