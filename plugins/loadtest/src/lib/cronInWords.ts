import cronstrue from 'cronstrue';

/** A schedule in words: `At 03:00, only on Monday`; as it is written where it cannot be read. */
export function cronInWords(cron: string): string {
  try {
    return cronstrue.toString(cron, { use24HourTimeFormat: true });
  } catch {
    return cron;
  }
}
