import { kqlValue } from '../links/kql';
import { namesFrom } from './query';
import { LogFilter } from './types';

/**
 * What a filter of lines is in KQL, beside what the subject is found by: for a
 * link to Kibana that shows the same lines. A line whose level stands in its
 * text only is not found by the level there.
 */
export function logClauses({ level, text }: Omit<LogFilter, 'side'>): string[] {
  const words = text?.trim();
  return [
    ...(level && level !== 'TRACE'
      ? [`log.level : (${namesFrom(level).map(kqlValue).join(' or ')})`]
      : []),
    ...(words ? [`message : ${kqlValue(words)}`] : []),
  ];
}
