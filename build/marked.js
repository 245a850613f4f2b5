/** Functions that are marked for Espruino: "ram" keeps their text in RAM, "jit" has them compiled. */
import profiles from './profiles.cjs';

const { BuildFault, checkModules } = profiles;

/** Functions of --configRam or --configJit, which only Espruino knows. */
function functionsOf(option, list, directive, boards) {
  const names = String(list).split(',').filter(Boolean);
  checkModules(`--${option}`, names, 'entry');
  const whole = names.find((name) => !name.includes('.'));
  if (whole)
    throw new BuildFault(`--${option}: "${whole}" is a whole module; name functions of it, such as ${whole}.create`);
  const unable = boards.find(
    ({ engine, features }) => engine.name !== 'espruino' || (directive === 'jit' && !features.jit),
  );
  if (unable)
    throw new BuildFault(
      `--${option}: ${unable.board} does not know "${directive}"; name a board that does with --configBoard`,
    );
  return names;
}

/** [{module, function, directive}] of a board: what its profile says, unless the command line says otherwise. */
export function markedFunctions({ ram, jit }, profile, boards) {
  const given = {
    ram: ram && functionsOf('configRam', ram, 'ram', boards),
    jit: jit && functionsOf('configJit', jit, 'jit', boards),
  };
  return ['ram', 'jit'].flatMap((directive) =>
    (given[directive] ?? profile.directives?.[directive] ?? []).map((name) => ({
      module: name.split('.')[0],
      function: name.split('.')[1],
      directive,
    })),
  );
}
