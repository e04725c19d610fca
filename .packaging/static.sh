#!/bin/sh
# static.sh PROGRAM ROOT: fills ROOT with what a package of the program without shared libraries holds:
# the program, and the terms of use of it and of every library that is in it.
set -eu
rm -rf "$2"
mkdir -p "$2/licenses"
strip --strip-all --remove-section=.note.gnu.build-id -o "$2/mtasts" "$1"
cp LICENSE "$2/"
for package in libc6 libidn2 libunistring libpsl libjansson libyaml libpcre2 libssl; do
	cp "/usr/share/doc/$package-dev/copyright" "$2/licenses/$package"
done
