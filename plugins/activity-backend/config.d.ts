import { HumanDuration } from '@backstage/types';

export interface Config {
  activity?: {
    /**
     * How long the record of what happened is kept, as an ISO 8601 duration
     * (`P90D`), `90d` or `{ days: 90 }`. Default 90 days, at least one hour.
     */
    retention?: HumanDuration | string;
  };
}
