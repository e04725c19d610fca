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
LIBRARIES = libidn2 libpsl jansson
LDLIBS = $(shell pkg-config --libs $(LIBRARIES)) -pthread

LIBRARY_SOURCES = $(sort $(wildcard lint/*.c lint/*/*.c gen/*.c))
PROGRAM_SOURCES = $(sort $(wildcard cmd/*.c))
UNIT_SOURCES = $(sort $(wildcard tests/unit/*.c))
LIBRARY_OBJECTS = $(LIBRARY_SOURCES:%.c=$(BUILD)/%.o)
PROGRAM_OBJECTS = $(PROGRAM_SOURCES:%.c=$(BUILD)/%.o)
UNIT_PROGRAMS = $(UNIT_SOURCES:%.c=$(BUILD)/%)

all: $(BUILD)/mtasts

$(BUILD)/mtasts: $(PROGRAM_OBJECTS) $(LIBRARY_OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(STANDARD) $(WARNINGS) $(CFLAGS) -DVERSION='"$(VERSION)"' -DHOMEPAGE='"$(HOMEPAGE)"' \
		-MMD -MP -pthread -c -o $@ $<

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(LIBRARY_OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

unit: $(UNIT_PROGRAMS)
	@set -e; for t in $(UNIT_PROGRAMS); do echo "== $$t"; $$t; done

clean:
	rm -rf $(BUILD)

-include $(LIBRARY_OBJECTS:.o=.d) $(PROGRAM_OBJECTS:.o=.d) $(UNIT_PROGRAMS:%=%.d)

.PHONY: all unit clean
.SECONDARY:
