#!/bin/sh
# Put ckreMM, and a program, on a board: `npx ckremm flash`, for shells.
#
#   ./flash.sh BOARD [PORT] [APP.js]     ./flash.sh --list
#   ./flash.sh sim:BOARD [APP.js]        ./flash.sh --help
#
# Espruino boards: the lean bundle becomes the Storage module "ckremm"; APP.js, if
# given, becomes the boot code, on a Bangle.js an app (--boot: the boot code), where
# require("ckremm") finds it. Kaluma boards: the bundle, with APP.js appended,
# becomes the board's program. MODULES=headers,tables sends a bundle of those.
set -eu
self=$0
while [ -L "$self" ]; do
  to=$(readlink "$self")
  case $to in /*) self=$to ;; *) self=$(dirname "$self")/$to ;; esac
done
here=$(CDPATH= cd -- "$(dirname -- "$self")" && pwd)
case $here in
  *\\*) echo "flash.sh: Node.js runs no modules in a folder with a backslash in its name: $here" >&2; exit 2 ;;
esac
exec node "$here/host/run.mjs" flash "$@"
