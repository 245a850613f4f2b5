/** What the machine does for the realm of its program. */

/** How a board starts anew: as after power-up; with a file of Storage in place of its program; or with neither, all forgotten. */
export interface Restart {
  file?: string;
  isReset?: boolean;
}

export interface Host {
  /** Milliseconds of board time. */
  now(): number;
  print(line: string): void;
  /** Runs the text of a module as the body of a function, and returns what it exports. */
  load(source: string, name: string): unknown;
  /** Runs a text of the program in its realm. */
  run(source: string): unknown;
  /** Board time goes by and nothing is done. */
  wait(milliseconds: number): void;
  /** When the code that asks for it has ended. */
  restart(how: Restart): void;
}
