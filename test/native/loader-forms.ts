/** How calls are made on a board with machine code, by the build as tests load it. */
import { LOADED } from '../../build/native/loaded.js';
import { formOf } from '../../build/native/loader.js';
import { blobsFor } from '../../build/native/sets.js';
import { formsFrom, type FormOf, type Loader } from '../../host/native/forms.ts';

export const theForms = (): FormOf => formsFrom({ LOADED, formOf, blobsFor } as unknown as Loader);
