import { World } from './world';

/** One scenario: an id for the report, a title for users, and what is done and asserted. */
export interface Scenario {
  id: string;
  title: string;
  /** It reads the metrics of {@link World.traffic}: they are prepared while others run. */
  traffic?: true;
  run(world: World): Promise<void>;
}
