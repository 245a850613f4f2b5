/** Chromium, where it is installed: for the tests of our pages, and for the pictures in docs/. */
import { onPath, requiredOf } from '../engines/find.ts';
import { UserError } from '../support/errors.ts';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'];
const HOW_TO_GET = 'apt-get install chromium, or CKREMM_CHROMIUM=/path/of/it';

/** The path of the program, or null and why; a UserError where CKREMM_REQUIRE asks for it. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): { path: string | null; missing: string } {
  const path =
    environment.CKREMM_CHROMIUM ||
    PROGRAMS.map((program) => onPath(program, environment.PATH ?? '')).find((found) => found !== undefined) ||
    null;
  const missing = path === null ? `chromium is not there, so no page is looked at: ${HOW_TO_GET}` : '';
  if (missing && requiredOf(environment).includes('chromium'))
    throw new UserError(`CKREMM_REQUIRE asks for chromium, which is not there: ${HOW_TO_GET}`);
  return { path, missing };
}

/** What Playwright needs to start it: headless, and in containers as well, where its sandbox cannot be. */
export const launchOptions = (path: string): { executablePath: string; args: string[] } => ({
  executablePath: path,
  args: ['--no-sandbox', '--disable-gpu'],
});
