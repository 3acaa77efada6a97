import { ReactNode } from 'react';
import { rolloutFlow } from './flow';
import { useRolloutSurface } from './useRolloutSurface';

/** Owns the confirm dialog and the sending of actions for everything below it. */
export function RolloutActionFlow({ children }: { children: ReactNode }) {
  return (
    <rolloutFlow.ActionFlowProvider surface={useRolloutSurface()}>
      {children}
    </rolloutFlow.ActionFlowProvider>
  );
}
