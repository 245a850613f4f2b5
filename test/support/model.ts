/** Drives a model beside the thing it models: the loop that every model test shares. */

export interface Model {
  /** One random operation, checked against the model. */
  step(): void;
  /** Everything there is, against the model. */
  verifyAll(): void;
}

/** `operations` steps, everything verified each `every` and at the end; a fault names the operation and how to repeat it. */
export function drive(model: Model, operations: number, every: number, seed: number): void {
  for (let operation = 0; operation < operations; operation++) {
    try {
      model.step();
      if (operation % every === 0) model.verifyAll();
    } catch (error) {
      throw new Error(`operation ${operation}, repeat with CKREMM_SEED=${seed}: ${(error as Error).message}`);
    }
  }
  model.verifyAll();
}
