// The answers of a form after its check: an answer that is still missing then is an error of the program.

const isThere = <T>(answer: T): answer is Exclude<T, null | undefined | ''> =>
  answer !== null && answer !== undefined && answer !== '';

export function checked<T>(answer: T): Exclude<T, null | undefined | ''> {
  if (!isThere(answer)) throw new Error('the check of the form let a missing answer pass');
  return answer;
}
