export { HISTORY_MS, OPENING } from './opening';
export type { OpeningRelease } from './opening';
export { ReleaseRefused, Story } from './Story';
export type {
  Begun,
  ReleaseWish,
  StoryCluster,
  StoryOptions,
  StoryView,
} from './Story';
export { QUALITIES } from './tags';
export type { ReleaseQuality } from './tags';
