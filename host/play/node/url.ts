/** Modules of a page are no files; the build gives them paths in place of addresses. */

export const fileURLToPath = (url: string): string => url;
