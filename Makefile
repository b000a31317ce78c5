# make demo | test | bench | lint | install PREFIX=...   (see README.md)
PREFIX ?= /usr/local
CC     ?= cc
BUILD  ?= build

PKGS    = sqlite3 libzip expat xlsxwriter cairo-pdf cairo-svg cairo-ft pangocairo pangoft2 \
          fontconfig harfbuzz-subset md4c libhs opencc uchardet libutf8proc nettle zlib
WARN    = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wno-missing-field-initializers
OPT    ?= -O2 -g
CFLAGS  = -std=gnu17 $(WARN) $(OPT) $(EXTRA) -pthread
CPPFLAGS = -Ilib -I. -D_GNU_SOURCE -MMD -MP -DKESU_VERSION='"0.1"' -DKESU_SHARE='"$(PREFIX)/share/kesu"' \
           -DKESU_SOURCE='"$(CURDIR)"' $(PKG_CFLAGS)
LDLIBS  = $(PKG_LIBS) -lcsv -lm -pthread
# Asked only once sources are compiled, so that a machine without pkg-config can still set itself up.
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell pkg-config --cflags $(PKGS)))$(PKG_CFLAGS)
PKG_LIBS   = $(eval PKG_LIBS := $$(shell pkg-config --libs $(PKGS)))$(PKG_LIBS)

LIB_SRC  = $(wildcard lib/*/*.c)
CMD_SRC  = $(wildcard cmd/*.c)
UNIT_SRC = $(wildcard tests/unit/*.c)
LIB_OBJ  = $(LIB_SRC:%.c=$(BUILD)/%.o)
CMD_OBJ  = $(CMD_SRC:%.c=$(BUILD)/%.o)
UNIT_OBJ = $(UNIT_SRC:%.c=$(BUILD)/%.o)
SAN      = -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -O1 -g

.PHONY: all demo test check golden bench lint docs install clean setup-build setup-test

all: setup-build
	@$(MAKE) --no-print-directory $(BUILD)/kesu

setup-build:
	@tools/install-packages build

setup-test:
	@tools/install-packages build test

$(BUILD)/kesu: $(CMD_OBJ) $(BUILD)/libkesu.a
	$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/libkesu.a: $(LIB_OBJ)
	@rm -f $@
	@$(AR) rcs $@ $^

$(BUILD)/unit-tests: $(UNIT_OBJ) $(BUILD)/libkesu.a
	$(CC) $(CFLAGS) -o $@ $^ -lcriterion $(LDLIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	@echo "CC $<"
	@$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

test: setup-test
	@tests/run

clean:
	rm -rf build out sample-data/exports sample-data/orders.csv

-include $(LIB_OBJ:.o=.d) $(CMD_OBJ:.o=.d) $(UNIT_OBJ:.o=.d)
