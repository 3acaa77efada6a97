import { InputError } from '@backstage/errors';
import { RequestHandler } from 'express';

/**
 * Longest word of a search. The index in memory also looks for words that differ in two characters, and the words that
 * could be meant grow with the length of the one that was typed: 100 characters took a second.
 */
export const MAX_WORD_LENGTH = 40;

/** Refuses words that are longer than any that could be found. */
export const boundedSearchTerm: RequestHandler = (request, _response, next) => {
  const { searchParams } = new URL(request.originalUrl, 'http://portal');
  const words = searchParams.getAll('term').flatMap(term => term.split(/\s+/));
  if (words.some(word => word.length > MAX_WORD_LENGTH)) {
    throw new InputError(
      `term: a word has more than ${MAX_WORD_LENGTH} characters. Search for a part of it.`,
    );
  }
  next();
};
