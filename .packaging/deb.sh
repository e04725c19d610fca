#!/bin/sh
# deb.sh VERSION HOMEPAGE MAINTAINER ROOT OUT: makes the Debian package of what `make install` put into
# ROOT, and writes its file to the directory OUT.
set -eu
version=$1 homepage=$2 maintainer=$3 root=$4 out=$5
here=$(dirname "$0")
work=$root.work
doc=$root/usr/share/doc/mtasts
rm -rf "$work"
mkdir -p "$work/debian" "$doc" "$root/DEBIAN" "$out"

strip --strip-unneeded --remove-section=.comment --remove-section=.note "$root/usr/bin/mtasts"
find "$root/usr/share/man" -type f -exec gzip -n -9 {} +
mv "$root/usr/share/zsh/site-functions" "$root/usr/share/zsh/vendor-completions" # Debian's place
cp "$here/copyright" "$doc/copyright"
cat >"$work/changelog" <<END
mtasts ($version) unstable; urgency=medium

  * Version $version.

 -- $maintainer  $(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")
END
gzip -n -9 <"$work/changelog" >"$doc/changelog.gz"

# libcrypto is loaded when it is used, so the program does not name it; this does, function by function.
cat >"$work/libcrypto.c" <<'END'
#define CRYPTO(function) extern void function(void);
#include "lint/digest/libcrypto.def"
#undef CRYPTO
#define CRYPTO(function) function,
void (*const used[])(void) = {
#include "lint/digest/libcrypto.def"
};
END
${CC:-cc} -w -I. -shared -fPIC -fno-builtin -o "$work/libcrypto" "$work/libcrypto.c" -lcrypto

printf 'Source: mtasts\n\nPackage: mtasts\nArchitecture: any\n' >"$work/debian/control"
program=$(cd "$root" && pwd)/usr/bin/mtasts
depends=$(cd "$work" && dpkg-shlibdeps --warnings=0 -O -e"$program" -elibcrypto)
cat >"$root/DEBIAN/control" <<END
Package: mtasts
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: $maintainer
Installed-Size: $(find "$root/usr" -type f -printf '%s\n' | awk '{ n += int(($1 + 1023) / 1024) } END { print n }')
Depends: ${depends#shlibs:Depends=}
Recommends: git
Section: mail
Priority: optional
Homepage: $homepage
$(cat "$here/description")
END
(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$work/md5sums"
cp "$work/md5sums" "$root/DEBIAN/md5sums"
chmod -R u=rwX,go=rX "$root"
rm -rf "$work"
dpkg-deb --root-owner-group --build "$root" "$out" >/dev/null
