import { isObject, Json, string } from '@slipway/plugin-clusters-common/read';
import { plainText } from '@slipway/plugin-clusters-common';
import { maskSecrets, MaskOptions } from './mask';
import {
  LOG_LEVELS,
  LogCursor,
  LogLevel,
  LogLine,
  LogPage,
  LogSubject,
} from './types';

const LONGEST_MESSAGE = 4_000;
const LONGEST_STACK = 16_000;
const LONGEST_NAME = 253;
/** What is looked at before it is masked; masking first would let a flood cost more than it is worth. */
const MARGIN = 4_000;

/** Codes that colour a terminal: ESC, then parameters, then `m`. */
const COLOURS = /\p{Cc}\[[0-9;]{0,20}m/gu;
const CONTROL = /\p{Cc}/gu;

/** Controls cannot act; tab and line feed stay. */
const withoutControls = (text: string) =>
  text.replace(CONTROL, control =>
    control === '\n' || control === '\t' ? control : '\ufffd',
  );

/** Spring Boot's own layout: time, level, process, names in brackets, logger. */
const SPRING =
  /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,]\d{1,9}\S{0,6})\s+(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\s+\S{1,10}\s+---\s+((?:\[[^\]\n]{0,120}\]\s*){1,3})(\S{1,200})\s+:\s?/;
const LEVEL_IN_TEXT =
  /(?:^|[\s[|])(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|SEVERE)(?=[\s\]|:])/;

/** A member at a path that may be nested, or have names with dots. */
export function memberAt(source: unknown, path: string): unknown {
  if (!isObject(source)) return undefined;
  if (Object.hasOwn(source, path)) return source[path];
  for (
    let dot = path.indexOf('.');
    dot >= 0;
    dot = path.indexOf('.', dot + 1)
  ) {
    const head = path.slice(0, dot);
    if (!Object.hasOwn(source, head)) continue;
    const found = memberAt(source[head], path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first text among members; of a list its first text. */
function textAt(source: unknown, ...paths: string[]): string | undefined {
  for (const path of paths) {
    const value = memberAt(source, path);
    const text = string(Array.isArray(value) ? value[0] : value);
    if (text) return text;
  }
  return undefined;
}

/** A level in the words of {@link LOG_LEVELS}; undefined for others. */
export function levelOf(text: string | undefined): LogLevel | undefined {
  const name = text?.trim().toUpperCase();
  switch (name) {
    case 'WARNING':
      return 'WARN';
    case 'FATAL':
    case 'SEVERE':
    case 'CRITICAL':
      return 'ERROR';
    default:
      return LOG_LEVELS.find(level => level === name);
  }
}

/** Whether a line is of a level or a worse one. Lines without a level are not. */
export function isAtLeast(line: LogLine, level: LogLevel | undefined): boolean {
  if (level === undefined || level === 'TRACE') return true;
  return (
    line.level !== undefined &&
    LOG_LEVELS.indexOf(line.level) >= LOG_LEVELS.indexOf(level)
  );
}

/** A message that is a JSON object, as encoders of Spring Boot write it and Filebeat may leave it. */
function encoded(message: string): Json | undefined {
  if (!message.startsWith('{') || message.length > 256 * 1024) return undefined;
  try {
    const value: unknown = JSON.parse(message);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

interface Words {
  level?: LogLevel;
  message: string;
  stack?: string;
  logger?: string;
  thread?: string;
}

const LEVEL = ['log.level', 'level', 'severity'];
const LOGGER = ['log.logger', 'logger_name', 'logger'];
const THREAD = ['process.thread.name', 'thread_name', 'thread'];
const STACK = ['error.stack_trace', 'stack_trace'];

function fieldsOf(source: unknown): Omit<Words, 'message'> {
  return {
    level: levelOf(textAt(source, ...LEVEL)),
    logger: textAt(source, ...LOGGER),
    thread: textAt(source, ...THREAD),
    stack: textAt(source, ...STACK),
  };
}

/** A stack trace stands under its message, in lines that begin with `at`, a tab or an exception. */
function withoutStack(text: string): Pick<Words, 'message' | 'stack'> {
  const end = text.indexOf('\n');
  const rest = end < 0 ? '' : text.slice(end + 1);
  return /^\s+at |\n\s+at |^Caused by: /.test(rest)
    ? { message: text.slice(0, end), stack: rest }
    : { message: text };
}

/** What a line says, in whichever way it was written. */
function wordsOf(source: Json): Words {
  const message = textAt(source, 'message') ?? '';
  const fields = fieldsOf(source);
  const json = encoded(message);
  if (json) {
    const inner = fieldsOf(json);
    return {
      level: inner.level ?? fields.level,
      logger: inner.logger ?? fields.logger,
      thread: inner.thread ?? fields.thread,
      stack: inner.stack ?? fields.stack,
      message: textAt(json, 'message', 'msg') ?? message,
    };
  }
  const coloured = message
    .slice(0, LONGEST_STACK + MARGIN)
    .replace(COLOURS, '');
  const spring = SPRING.exec(coloured);
  const { message: text, stack } = withoutStack(
    spring ? coloured.slice(spring[0].length) : coloured,
  );
  return {
    level:
      fields.level ??
      levelOf(spring?.[2] ?? LEVEL_IN_TEXT.exec(text.slice(0, 200))?.[1]),
    logger: fields.logger ?? spring?.[4],
    thread: fields.thread ?? spring?.[3].match(/\[([^\]]*)\]\s*$/)?.[1].trim(),
    stack: fields.stack ?? stack,
    message: text,
  };
}

interface Contained {
  text: string;
  cut: boolean;
  masked: number;
}

/**
 * A text that cannot act on the page: no controls, nothing that turns its
 * direction, masked, then cut. A secret across the cut is masked whole.
 */
function contain(text: string, longest: number, mask: MaskOptions): Contained {
  const plain = plainText(
    withoutControls(
      text
        .slice(0, longest + MARGIN)
        .replace(COLOURS, '')
        .replace(/\r\n?/g, '\n'),
    ),
  );
  const { text: safe, masked } = maskSecrets(plain, mask);
  const cut = text.length > longest + MARGIN || safe.length > longest;
  return { text: safe.slice(0, longest), cut, masked };
}

const nameOf = (value: string | undefined): string | undefined =>
  // Names of Kubernetes have no other characters; whatever else stands there is not shown.
  value && value.length <= LONGEST_NAME && /^[\w.-]+$/.test(value)
    ? value
    : undefined;

/** The labels of a pod: as one object, with `_` in place of dots, or nested by them. */
const HASH_LABEL = 'kubernetes.labels.rollouts-pod-template-hash';
const PLAIN_HASH_LABEL = 'kubernetes.labels.pod-template-hash';

function revisionOf(source: Json, workload: string): string | undefined {
  const label = textAt(source, HASH_LABEL, PLAIN_HASH_LABEL);
  if (label) return nameOf(label);
  const replicaSet = textAt(source, 'kubernetes.replicaset.name');
  const prefix = `${workload}-`;
  return replicaSet?.startsWith(prefix)
    ? nameOf(replicaSet.slice(prefix.length))
    : undefined;
}

function sideOf(
  revision: string | undefined,
  { stableHash, canaryHash }: LogSubject,
): LogLine['side'] {
  if (revision === undefined || stableHash === undefined) return undefined;
  if (revision === stableHash) return 'stable';
  return revision === canaryHash ? 'canary' : 'earlier';
}

/**
 * Reads one hit of `_search`, in any of the shapes that Filebeat and the
 * encoders of Spring Boot give it.
 *
 * @returns undefined for what is no document with a time
 */
export function parseHit(
  hit: unknown,
  subject: LogSubject,
  mask: MaskOptions,
): LogLine | undefined {
  if (!isObject(hit) || !isObject(hit._source)) return undefined;
  const source = hit._source;
  const time = memberAt(source, '@timestamp');
  const at = typeof time === 'number' ? time : Date.parse(string(time) ?? '');
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return undefined;
  const words = wordsOf(source);
  const message = contain(words.message, LONGEST_MESSAGE, mask);
  const stack = words.stack
    ? contain(words.stack, LONGEST_STACK, mask)
    : undefined;
  const short = (text: string | undefined) =>
    text ? contain(text, LONGEST_NAME, mask).text : undefined;
  const revision = revisionOf(source, subject.workload);
  const masked = message.masked + (stack?.masked ?? 0);
  const line: LogLine = {
    id: `${string(hit._index) ?? ''}/${string(hit._id) ?? ''}`.slice(0, 600),
    at: new Date(at).toISOString(),
    message: message.text,
  };
  const more: Partial<LogLine> = {
    level: words.level,
    stack: stack?.text,
    logger: short(words.logger),
    thread: short(words.thread),
    pod: nameOf(textAt(source, 'kubernetes.pod.name')),
    container: nameOf(textAt(source, 'kubernetes.container.name')),
    revision,
    side: sideOf(revision, subject),
    masked: masked || undefined,
    cut: message.cut || stack?.cut ? true : undefined,
  };
  return {
    ...line,
    ...Object.fromEntries(
      Object.entries(more).filter(([, value]) => value !== undefined),
    ),
  };
}

const isCursor = (sort: unknown): sort is LogCursor =>
  Array.isArray(sort) &&
  sort.length > 0 &&
  sort.every(
    one => one === null || typeof one === 'string' || typeof one === 'number',
  );

/** An answer that is none of `_search`. */
export class NoSearchAnswerError extends Error {
  readonly name = 'NoSearchAnswerError';
}

/**
 * Reads an answer of `_search`: lines newest first, and where the next page
 * starts. Hits that cannot be read, and lines below the level, are left out.
 *
 * @param options.size - how many hits were asked for: fewer mean that there is no more
 * @throws NoSearchAnswerError
 */
export function parsePage(
  body: unknown,
  subject: LogSubject,
  options: { size: number; level?: LogLevel; mask: MaskOptions },
): LogPage {
  const hits =
    isObject(body) && isObject(body.hits) ? body.hits.hits : undefined;
  if (!isObject(body) || !Array.isArray(hits)) {
    throw new NoSearchAnswerError(
      "the answer is not of Elasticsearch's _search",
    );
  }
  const lines = hits.flatMap(hit => parseHit(hit, subject, options.mask) ?? []);
  const last: unknown = hits[hits.length - 1];
  const next =
    hits.length >= options.size && isObject(last) && isCursor(last.sort)
      ? last.sort
      : undefined;
  const shards = isObject(body._shards) ? body._shards : {};
  const partial = body.timed_out === true || Number(shards.failed ?? 0) > 0;
  return {
    lines: lines.filter(line => isAtLeast(line, options.level)),
    ...(next ? { next } : {}),
    ...(partial ? { partial } : {}),
  };
}
