#!/bin/sh
# Build ckreMM for a board and put it there.
#
#   ./flash.sh BOARD [PORT] [APP.js]
#
# Espruino boards: the lean bundle becomes the Storage module "ckremm"; APP.js, if
# given, becomes the boot code, where require("ckremm") finds it.
# Kaluma boards: the bundle, with APP.js appended, becomes the board's program.
# PORT is a serial port, or on Espruino also an address such as tcp://host:port.
# FLASH_DRY_RUN=1 builds, and prints the upload command in place of running it.
set -eu
cd "$(dirname "$0")"

fail() {
  echo "flash.sh: $1" >&2
  exit 2
}

boards=$(cd boards && ls ./*.json | sed 's#^\./##; s#\.json$##' | grep -v -x -e schema -e host | tr '\n' ' ')

[ $# -ge 1 ] || fail "which board? usage: ./flash.sh BOARD [PORT] [APP.js]; boards are ${boards}"
board=$1
port=${2:-}
app=${3:-}

case " $boards" in
  *" $board "*) ;;
  *) fail "no board \"$board\"; boards are ${boards}" ;;
esac
[ -n "$port" ] || fail "no port given for $board; for example ./flash.sh $board /dev/ttyACM0"
case $port in
  /*) [ -n "${FLASH_DRY_RUN:-}" ] || [ -e "$port" ] || fail "there is no port $port; is the board plugged in?" ;;
esac
[ -z "$app" ] || [ -f "$app" ] || fail "there is no file $app"
[ -d node_modules ] || fail "the tools are missing: run npm ci first"

echo "building $board ..."
npm run -s build -- --configBoard "$board"
bundle=dist/$board/ckremm.min.js
[ ! -f "dist/$board/ckremm.storage.js" ] || bundle=dist/$board/ckremm.storage.js

run() {
  if [ -n "${FLASH_DRY_RUN:-}" ]; then
    echo "$*"
  else
    "$@"
  fi
}

case $board in
  kaluma-*)
    program=dist/$board/program.js
    cat "$bundle" ${app:+"$app"} > "$program"
    run npx --yes @kaluma/cli@1.0.0 write "$program" --port "$port"
    ;;
  *)
    if [ -n "$app" ]; then
      run npx --no-install espruino --no-ble --port "$port" --storage "ckremm:$bundle" --config SAVE_ON_SEND=1 "$app"
    else
      run npx --no-install espruino --no-ble --port "$port" --storage "ckremm:$bundle" -e 'print("ckremm is in Storage")'
    fi
    ;;
esac
