/**
 * Notifications that are sent although a process is killed.
 *
 * @packageDocumentation
 */
export { NoticeOutbox } from './NoticeOutbox';
export type { NoticeOutboxOptions } from './NoticeOutbox';
export type { Notice, Notices } from './types';
