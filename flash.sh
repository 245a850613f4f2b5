#!/bin/sh
# Put ckreMM, and a program, on a board.
#
#   ./flash.sh BOARD [PORT] [APP.js]     ./flash.sh --list
#   ./flash.sh sim:BOARD [APP.js]        the same on a simulated board
#
# Espruino boards: the lean bundle becomes the Storage module "ckremm"; APP.js, if
# given, becomes the boot code, where require("ckremm") finds it.
# Kaluma boards: the bundle, with APP.js appended, becomes the board's program.
# PORT is a serial port, or on Espruino also an address such as tcp://host:port.
# MODULES=headers,tables builds a bundle of those; else the board's own is sent.
# FLASH_SIM=FOLDER is where simulated boards keep their Storage; out/sim when not given.
# FLASH_DRY_RUN=1 builds, and says what would be sent.
set -eu
tool="$(dirname "$0")/host/run.mjs"

[ "${1:-}" != --list ] || exec node "$tool" flash --list
board=${1:-}
[ $# -eq 0 ] || shift
case ${1:-} in
  *.js) port= ;;
  *) port=${1:-}; [ $# -eq 0 ] || shift ;;
esac
[ $# -le 1 ] || { echo "flash.sh: too much: $*; usage: ./flash.sh BOARD [PORT] [APP.js]" >&2; exit 2; }
exec node "$tool" flash ${board:+"--board=$board"} ${port:+"--port=$port"} ${1:+"--app=$1"} ${MODULES:+"--modules=$MODULES"}
