/**
 * The backend of the activity record.
 *
 * @packageDocumentation
 */
export { activityPlugin as default } from './plugin';
