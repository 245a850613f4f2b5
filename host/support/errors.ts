/**
 * An error made by what the user asked for: a wrong option, file or value. The
 * command line prints its message as one line and exits with code 2; anything
 * else that is thrown is a defect of ours and keeps its stack trace.
 */
export class UserError extends Error {}

/** The answer is no, in words, before there is anything to print: the command line exits with 1. */
export class UnfitError extends UserError {}

/** The words of a failed file operation, without Node's error code and path. */
export function fileTrouble(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const words: Record<string, string> = {
    ENOENT: 'there is no such file or folder',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EISDIR: 'it is a folder, not a file',
    ENOTDIR: 'a part of its path is a file, not a folder',
    EEXIST: 'a file of that name is in the way',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
  };
  return words[code] ?? (error instanceof Error ? error.message : String(error));
}
