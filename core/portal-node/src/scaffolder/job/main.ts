/** Entry of the job process. It knows nothing of the portal but what it is sent. */
import { Job } from './Job';
import { JobMethods, JobMessage, PortalMethods } from '../protocol';
import { Message, Rpc } from '../rpc';
import { endWithParent } from './endWithParent';

const ALIVE_MS = 200;

function send(message: JobMessage) {
  if (process.connected) process.send!(message);
}

function sayAlive() {
  const { user, system } = process.cpuUsage();
  send({ type: 'alive', cpuMs: Math.round((user + system) / 1000) });
}

endWithParent();
const rpc: Rpc<JobMethods, PortalMethods> = new Rpc(
  new Job({
    call: (method, ...args) => rpc.call(method, ...args),
  }).methods(),
  send,
);
process.on('message', (message: Message) => rpc.receive(message));
// A log line that nobody waits for may fail when the portal ends the job.
process.on('unhandledRejection', () => {});
process.on('disconnect', () => process.exit());
setInterval(sayAlive, ALIVE_MS);
sayAlive();
send({ type: 'ready' });
