import { LaunchWindow } from './types';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Whether a window is open. @param now - Unix milliseconds */
export function isOpenAt(window: LaunchWindow, now: number): boolean {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: window.timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(now));
  const part = (type: string) =>
    parts.find(each => each.type === type)?.value ?? '';
  const time = `${part('hour')}:${part('minute')}`;
  return (
    window.days.includes(DAYS.indexOf(part('weekday')) + 1) &&
    time >= window.from &&
    time < window.to
  );
}

/** `Mon, Tue 09:00–17:00 Europe/Berlin` */
export function windowText({ days, from, to, timeZone }: LaunchWindow): string {
  return `${days
    .map(day => DAYS[day - 1])
    .join(', ')} ${from}–${to} ${timeZone}`;
}
