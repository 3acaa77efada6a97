import { DecoratorHandler, Dispatcher } from 'undici';

/** undici's types leave out what the class does: it passes every event on. */
const passOn: Dispatcher.DispatchHandler = DecoratorHandler.prototype;

class SentHandler
  extends DecoratorHandler
  implements Dispatcher.DispatchHandler
{
  constructor(
    next: Dispatcher.DispatchHandler,
    private readonly onSent: () => void,
  ) {
    super(next);
  }

  onRequestStart(
    controller: Dispatcher.DispatchController,
    context: unknown,
  ): void {
    this.onSent();
    passOn.onRequestStart?.call(this, controller, context);
  }
}

/**
 * A dispatcher that calls back when a request goes onto an open connection. A
 * failure before that certainly changed nothing; a failure after it leaves
 * open what the server did. Error codes do not distinguish the two: a
 * connection may be reset while it is opened, or after the server has acted.
 */
export function notingSent(
  dispatcher: Dispatcher,
  onSent: (() => void) | undefined,
): Dispatcher {
  if (!onSent) return dispatcher;
  return dispatcher.compose(
    dispatch => (options, handler) =>
      dispatch(options, new SentHandler(handler, onSent)),
  );
}
