# mtasts: `make` builds, `make demo` shows it, `make check` tests it, `make install` installs it.
HOMEPAGE ?= https://mtasts.example
VERSION = 0.1.0
PREFIX ?= /usr/local
DESTDIR ?=
CC ?= cc
BUILD ?= .build
CFLAGS ?= -O2 -g
WARNINGS = -Wall -Wextra -Wpedantic -Wconversion -Wshadow
STANDARD = -std=c11 -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -I. -I$(BUILD)
LIBRARIES = libidn2 libpsl jansson yaml-0.1 libpcre2-8
LDLIBS = $(shell pkg-config --libs $(LIBRARIES)) -pthread
FUZZ_SECONDS ?= 180

LIBRARY_SOURCES = $(sort $(wildcard lint/*.c lint/*/*.c gen/*.c))
PROGRAM_SOURCES = $(sort $(wildcard cmd/*.c))
UNIT_SOURCES = $(sort $(wildcard tests/unit/*.c))
FUZZ_SOURCES = $(sort $(wildcard tests/fuzz/fuzz_*.c))
LIBRARY_OBJECTS = $(LIBRARY_SOURCES:%.c=$(BUILD)/%.o)
PROGRAM_OBJECTS = $(PROGRAM_SOURCES:%.c=$(BUILD)/%.o)
UNIT_PROGRAMS = $(UNIT_SOURCES:%.c=$(BUILD)/%)
FUZZ_PROGRAMS = $(FUZZ_SOURCES:%.c=$(BUILD)/%)
MANUALS = $(patsubst %.scd,$(BUILD)/%,$(sort $(wildcard man/*.scd)))
COMPLETIONS = $(addprefix $(BUILD)/completions/,bash zsh fish)

# The suites of `make check`, beside the unit tests: every script in tests/ that is not a tool.
TOOLS = tests/support.py tests/examples.py tests/formats_read.py tests/tally.py tests/mutants.py \
	tests/fuzz.py tests/packages.py
SUITES = $(filter-out $(TOOLS),$(sort $(wildcard tests/*.py)))
TALLY = python3 tests/tally.py -j $(shell nproc)
export MTASTS ?= $(abspath $(BUILD))/mtasts

all: $(BUILD)/mtasts

$(BUILD)/mtasts: $(PROGRAM_OBJECTS) $(LIBRARY_OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(STANDARD) $(WARNINGS) $(CFLAGS) -DVERSION='"$(VERSION)"' -DHOMEPAGE='"$(HOMEPAGE)"' \
		-MMD -MP -pthread -c -o $@ $<

# What `mtasts rules SLUG` and `mtasts help COMMAND` print is the manual.
$(BUILD)/lint/diag/manual.inc: man/text.awk lint/diag/manual.awk man/mtasts-rules.7.scd
$(BUILD)/cmd/help.inc: man/text.awk cmd/help.awk $(patsubst %,man/mtasts%.scd,-lint.1 -gen.1 .1 -config.5)
$(BUILD)/%.inc:
	@mkdir -p $(@D)
	awk $(patsubst %.awk,-f %.awk,$^) >$@.new && mv $@.new $@

$(BUILD)/lint/diag/manual.o: $(BUILD)/lint/diag/manual.inc
$(BUILD)/cmd/cmd_help.o: $(BUILD)/cmd/help.inc

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(LIBRARY_OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

$(BUILD)/tests/oracle/%: $(BUILD)/tests/oracle/%.o $(LIBRARY_OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/tests/fuzz/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/tests/fuzz/support.o $(LIBRARY_OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)

$(BUILD)/man/%: man/%.scd man/literal.awk
	@mkdir -p $(@D)
	awk -f man/literal.awk $< | scdoc >$@.new && mv $@.new $@

manuals: $(MANUALS)

# The program without shared libraries, .build/static/mtasts: it starts sooner, and runs where none
# of them is installed. libcrypto is linked in, and sleeps until it is used.
STATIC_LIBRARIES = $(LIBRARIES) libcrypto
static:
	@sh tests/install.sh build static
	@$(MAKE) --no-print-directory BUILD=.build/static CFLAGS="$(CFLAGS) -DLIBCRYPTO_STATIC" \
		LDFLAGS="-static $(LDFLAGS)" all \
		LDLIBS="-Wl,--start-group $$(pkg-config --static --libs $(STATIC_LIBRARIES)) \
			-Wl,--end-group -pthread"

# What reads, judges and digests, in that program.
check-static: static
	@MTASTS=$(abspath .build/static/mtasts) python3 tests/tally.py \
		tests/golden.py tests/near.py tests/cli.py

$(BUILD)/completions/%: $(BUILD)/mtasts
	@mkdir -p $(@D)
	$< completion $* >$@.new && mv $@.new $@

completions: $(COMPLETIONS)

# One page of all rules, for the web: HOMEPAGE/rules.html#SLUG is where reports send people.
$(BUILD)/rules.html: man/rules.awk lint/diag/rules.def man/mtasts-rules.7.scd
	@mkdir -p $(@D)
	LC_ALL=C awk -f man/rules.awk lint/diag/rules.def man/mtasts-rules.7.scd >$@.new && mv $@.new $@

# Builds, with what it needs installed first, and lints a small repository full of mistakes.
demo:
	@sh tests/install.sh build
	@$(MAKE) --no-print-directory all
	$(BUILD)/mtasts lint testdata/demo || test $$? -eq 1

# Installs what building and testing need, builds, and runs all tests. With CI set, tests that need
# a name server are not skipped: it is installed (and not started).
check:
	@sh tests/install.sh build test $(if $(CI),peers)
	@$(MAKE) --no-print-directory all unit-programs manuals
	@$(MAKE) --no-print-directory suites

suites:
	@$(TALLY) $(UNIT_PROGRAMS) $(SUITES)

unit-programs: $(UNIT_PROGRAMS)

unit: unit-programs
	@$(TALLY) $(UNIT_PROGRAMS)

# The zone reader beside name servers, over zones made from a seed and those of bind9 and knot, whose
# sources are fetched once. ORACLE_OPTIONS="--seed 5000 --zones 20000".
oracle:
	@sh tests/install.sh build test $(if $(CI),peers)
	@$(MAKE) --no-print-directory $(BUILD)/tests/oracle/dump
	@python3 tests/oracle/oracle.py --packages $(BUILD)/oracle $(ORACLE_OPTIONS) $(BUILD)/tests/oracle/dump

# Speed and memory, beside other programs that read zones; no test. BENCH_OPTIONS="--only many".
bench: all static $(BUILD)/tests/bench/measure
	@python3 tests/bench/bench.py $(BENCH_OPTIONS) $(MTASTS) $(BUILD)/tests/bench/measure $(BUILD)/bench

$(BUILD)/tests/bench/measure: $(BUILD)/tests/bench/measure.o
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

# What gen makes, on real servers and for a real sender, in namespaces of their own (needs root).
closed-network: all
	@sh tests/install.sh peers
	@CLOSED_NETWORK=1 python3 tests/closed_network.py
	@CLOSED_NETWORK=1 python3 tests/server_network.py

# Verdicts beside what happens to mail that a real sender delivers by them (needs root).
oracle-delivery: all
	@sh tests/install.sh build test $(if $(CI),peers)
	@CLOSED_NETWORK=1 python3 tests/oracle/delivery.py

# Variants: each has objects of its own, and runs the tests that are worth running in it.
SANITIZE = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
check-sanitized:
	@$(MAKE) BUILD=.build/sanitized CFLAGS="$(SANITIZE)" check

# Small files are read as large ones are (what only look-ups want is not kept but read again, names
# are chained), and what threads do to each other is watched.
THREADS = -O1 -g -fsanitize=thread -DAGAIN_FROM=0 -DSORTED_MAX=0
check-threads:
	@sh tests/install.sh build test
	@$(MAKE) --no-print-directory BUILD=.build/threads CFLAGS="$(THREADS)" threads-suites

threads-suites: all unit-programs
	@$(TALLY) $(UNIT_PROGRAMS) tests/golden.py tests/near.py tests/world.py tests/jobs.py

VALGRIND = valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite
check-valgrind: all unit-programs
	@UNIT_FEWER_ROUNDS=1 MTASTS="$(VALGRIND) $(MTASTS)" $(TALLY) \
		$(UNIT_PROGRAMS:%='$(VALGRIND) %') tests/golden.py

fuzz:
	@$(MAKE) BUILD=.build/fuzz CC=clang CFLAGS="$(SANITIZE) -fsanitize=fuzzer-no-link" fuzz-programs
	@python3 tests/fuzz.py --seconds $(FUZZ_SECONDS) $(FUZZ_SOURCES:%.c=.build/fuzz/%)

fuzz-programs: $(FUZZ_PROGRAMS)

tidy:
	@printf '%s\n' $(LIBRARY_SOURCES) $(PROGRAM_SOURCES) | xargs -P 2 -n 8 sh -c 'clang-tidy --quiet \
		--warnings-as-errors="*" "$$@" -- $(STANDARD) -DVERSION="\"\"" -DHOMEPAGE="\"\""' tidy

install: all manuals completions $(BUILD)/rules.html
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
		$(DESTDIR)$(PREFIX)/share/man/man5 $(DESTDIR)$(PREFIX)/share/man/man7
	install -m 755 $(BUILD)/mtasts $(DESTDIR)$(PREFIX)/bin/
	install -m 644 $(filter %.1,$(MANUALS)) $(DESTDIR)$(PREFIX)/share/man/man1/
	install -m 644 $(filter %.5,$(MANUALS)) $(DESTDIR)$(PREFIX)/share/man/man5/
	install -m 644 $(filter %.7,$(MANUALS)) $(DESTDIR)$(PREFIX)/share/man/man7/
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions \
		$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d $(DESTDIR)$(PREFIX)/share/doc/mtasts
	install -m 644 $(BUILD)/completions/bash \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/mtasts
	install -m 644 $(BUILD)/completions/zsh $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_mtasts
	install -m 644 $(BUILD)/completions/fish \
		$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/mtasts.fish
	install -m 644 $(BUILD)/rules.html $(DESTDIR)$(PREFIX)/share/doc/mtasts/

# Packages, in .build/packages: what is the same in gives the same bytes, in whatever directory.
MAINTAINER ?= the mtasts authors <mtasts@example.com>
PACKAGES = $(abspath .build/packages)
STATIC_NAME = mtasts-$(VERSION)-linux-$(shell uname -m)
dist static-dist deb wheel: export SOURCE_DATE_EPOCH ?= $(shell \
	git -c safe.directory="$(CURDIR)" log -1 --format=%ct 2>/dev/null || stat -c %Y Makefile)

packages: dist static-dist deb wheel

dist:
	@sh .packaging/source.sh | sh .packaging/tar.sh mtasts-$(VERSION) . \
		$(PACKAGES)/mtasts-$(VERSION).tar.gz

static-dist: static
	@sh .packaging/static.sh .build/static/mtasts .build/static/root
	@cd .build/static/root && find . ! -type d -print0 | sh $(CURDIR)/.packaging/tar.sh \
		$(STATIC_NAME) . $(PACKAGES)/$(STATIC_NAME).tar.gz

DEB_CFLAGS = -O2 -ffile-prefix-map=$(CURDIR)=. -fstack-protector-strong -D_FORTIFY_SOURCE=2
deb:
	@sh tests/install.sh build packages
	@rm -rf .build/deb/root .build/deb/man
	@$(MAKE) --no-print-directory BUILD=.build/deb CFLAGS="$(DEB_CFLAGS)" \
		LDFLAGS="-Wl,-z,relro,-z,now" PREFIX=/usr DESTDIR=$(abspath .build/deb/root) install
	@sh .packaging/deb.sh $(VERSION) $(HOMEPAGE) "$(MAINTAINER)" .build/deb/root $(PACKAGES)

wheel: static
	@sh .packaging/static.sh .build/static/mtasts .build/static/wheel
	@python3 .packaging/wheel.py $(VERSION) $(HOMEPAGE) .build/static/wheel $(PACKAGES)

# The packages in systems that have nothing else, made by debootstrap (needs root and a network).
check-packages:
	@sh tests/install.sh build static packages
	@$(MAKE) --no-print-directory packages
	@python3 tests/packages.py $(PACKAGES)

clean:
	rm -rf $(BUILD)

-include $(wildcard $(BUILD)/*/*.d $(BUILD)/*/*/*.d)

.PHONY: all manuals completions static check-static packages dist static-dist deb \
	wheel check-packages demo check closed-network bench oracle \
	oracle-delivery suites unit unit-programs check-sanitized \
	check-threads threads-suites check-valgrind fuzz fuzz-programs tidy install clean
.SECONDARY:
