import { ConnectionState, SourceFreshness } from '@slipway/plugin-live-common';
import { useCallback } from 'react';
import { useTicking } from '../time/useNow';
import { describeFreshness } from './describeFreshness';
import { StateChip } from './StateChip';

/** How fresh a view is: `live`, or `as of 40 s ago, eks-prod unreachable` with the reasons on hover. */
export function FreshnessNote(props: {
  freshness: readonly SourceFreshness[];
  /** From `useLiveConnection()`. Without it only the sources are judged. */
  connection?: ConnectionState;
}) {
  const { freshness, connection } = props;
  // As text, so that a second without a change of words draws nothing.
  const described = useTicking(
    useCallback(
      now => JSON.stringify(describeFreshness(freshness, connection, now)),
      [freshness, connection],
    ),
  );
  const { state, text, details } = JSON.parse(described) as ReturnType<
    typeof describeFreshness
  >;
  return <StateChip state={state} label={text} detail={details.join('; ')} />;
}
