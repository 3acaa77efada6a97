import { LogFilter } from '@slipway/plugin-observability-common';
import { EmptyState } from '@slipway/plugin-portal-react';

/** There are no lines: because of the filter, or at all. */
export function NoLines(props: {
  filter: LogFilter;
  /** Some of the log store did not answer: lines may be missing. */
  partial?: boolean;
}) {
  const { side, level, text } = props.filter;
  const filtered = side !== 'all' || level !== undefined || Boolean(text);
  if (props.partial) {
    return (
      <EmptyState
        title="No lines in what could be read"
        description="A part of the log store did not answer. Whether it has lines is unknown."
      />
    );
  }
  return (
    <EmptyState
      title={filtered ? 'No line matches' : 'No lines in this range'}
      description={
        filtered
          ? 'Choose another level, other words, or a longer range.'
          : 'The log store answered and has none of this workload. Choose a longer range, or check that its lines are collected.'
      }
    />
  );
}
