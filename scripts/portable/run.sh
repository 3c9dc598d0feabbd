#!/bin/sh
# Runs lab94 on Linux x86-64 with a GPU, without network and without Node: ./run.sh train|sweep|bench|profile|test-kernels [options]
# Unpacks once, into the folder "work" beside this file or into LAB94_WORK. Needs sh and coreutils, and xz or python3 to
# unpack.
set -eu
PATH=${PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}
export PATH

fail() {
  echo "$1" >&2
  exit "${2:-1}"
}

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
work=${LAB94_WORK:-$here/work}

case "${1:-}" in
  train | sweep | bench | profile | test-kernels | pytorch) program=$1 ;;
  *) fail "Usage: ./run.sh train|sweep|bench|profile|test-kernels|pytorch [options]" 2 ;;
esac
shift

# Decompresses the joined chunks of one file.
unpack() {
  if command -v xz >/dev/null 2>&1; then
    cat "$here/chunks/$1".* | xz -dc >"$2"
  elif command -v python3 >/dev/null 2>&1; then
    cat "$here/chunks/$1".* | python3 -c 'import lzma, shutil, sys
shutil.copyfileobj(lzma.open(sys.stdin.buffer), sys.stdout.buffer)' >"$2"
  else
    fail "Unpacking needs xz or python3, but this computer has neither. Install xz-utils."
  fi
}

sums=$(sha256sum <"$here/SHA256SUMS")
if [ ! -f "$work/unpacked" ] || [ "$(cat "$work/unpacked")" != "$sums" ]; then
  echo "Checking and unpacking, once, into $work" >&2
  (cd "$here" && sha256sum --quiet -c SHA256SUMS >&2) || fail "A file of this folder is damaged or missing. Copy the folder again."
  mkdir -p "$work"
  rm -rf "$work/unpacked" "$work/programs" "$work/public"
  cp -R "$here/programs" "$here/public" "$work/"
  unpack node.xz "$work/node"
  chmod +x "$work/node"
  mkdir -p "$work/programs/node_modules/webgpu/dist/linux-x64"
  unpack dawn.node.xz "$work/programs/node_modules/webgpu/dist/linux-x64/dawn.node"
  cat "$here/chunks/cifar-10-binary.tar.gz".* >"$work/cifar-10-binary.tar.gz"
  echo "$sums" >"$work/unpacked"
fi

# Whether the system finds a Vulkan loader: if Node can load it, it complains only that it is not an addon.
finds_vulkan() {
  "$work/node" -e 'try {
    process.dlopen({ exports: {} }, "libvulkan.so.1")
  } catch (error) {
    process.exitCode = String(error).includes("did not self-register") ? 0 : 1
  }'
}

LAB94_DATA=${LAB94_DATA:-$work/cifar-10-binary.tar.gz}
export LAB94_DATA

if [ "$program" = pytorch ]; then
  command -v python3 >/dev/null 2>&1 || fail "The PyTorch benchmark needs python3 with torch. Install both."
  exec python3 "$here/pytorch/train.py" "$@"
fi

if [ -f "$here/vulkan/libvulkan.so.1" ] && ! finds_vulkan; then
  echo "Vulkan loader: packed (the system has none)" >&2
  LD_LIBRARY_PATH=$here/vulkan${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
  export LD_LIBRARY_PATH
fi
LAB94_LAUNCHER=./run.sh
export LAB94_LAUNCHER

# `bench` without a name takes no options, and merging runs needs no GPU.
if [ "$program" = sweep ] && [ "${1:-}" = merge ]; then
  :
elif [ "$program" = bench ] && [ $# -gt 0 ]; then
  name=$1
  shift
  set -- "$name" @TOGGLES@ "$@"
else
  set -- @TOGGLES@ "$@"
fi
exec "$work/node" "$work/programs/$program/$program.mjs" "$@"
