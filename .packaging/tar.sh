#!/bin/sh
# tar.sh NAME DIRECTORY OUT: writes the files of DIRECTORY that standard input names, each ended by a
# NUL, to OUT as NAME/..., so that the same files give the same bytes: sorted, of SOURCE_DATE_EPOCH,
# and owned by root.
set -eu
mkdir -p "$(dirname "$3")"
LC_ALL=C sort -z | tar -C "$2" --null --no-recursion -T - --format=gnu --mtime="@$SOURCE_DATE_EPOCH" \
	--owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --transform="s,^\(\./\)\?,$1/,SH" -cf "$3.tar"
gzip -n -9 <"$3.tar" >"$3.new"
rm "$3.tar"
mv "$3.new" "$3"
