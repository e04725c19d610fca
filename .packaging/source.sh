#!/bin/sh
# source.sh: names what belongs to the source, each ended by a NUL: what git knows, and without git
# everything but what was built.
set -eu
if [ -e .git ]; then
	git -c safe.directory="$PWD" ls-files -z
else
	find . -name .build -prune -o ! -type d -printf '%P\0'
fi
