# make demo | test | bench | look | lint | install PREFIX=...   (see README.md)
PREFIX ?= /usr/local
CC     ?= cc
BUILD  ?= build

PKGS    = sqlite3 libzip libgsf-1 expat xlsxwriter cairo-pdf cairo-svg cairo-ft pangocairo pangoft2 \
          fontconfig harfbuzz-subset md4c libhs opencc uchardet libutf8proc nettle zlib
WARN    = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wno-missing-field-initializers
OPT    ?= -O2 -g
CFLAGS  = -std=gnu17 $(WARN) $(OPT) $(EXTRA) -pthread
CPPFLAGS = -Ilib -I. -D_GNU_SOURCE -MMD -MP -DKESU_VERSION='"0.1"' \
           -DKESU_SOURCE='"$(CURDIR)"' $(PKG_CFLAGS)
LDLIBS  = $(PKG_LIBS) -lcsv -llinear -lm -pthread
# Asked only once sources are compiled, so that a machine without pkg-config can still set itself up.
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell pkg-config --cflags $(PKGS)))$(PKG_CFLAGS)
PKG_LIBS   = $(eval PKG_LIBS := $$(shell pkg-config --libs $(PKGS)))$(PKG_LIBS)

LIB_SRC  = $(wildcard lib/*/*.c)
CMD_SRC  = $(wildcard cmd/*.c)
UNIT_SRC = $(wildcard tests/unit/*.c)
TOOL_SRC = $(wildcard tests/tools/*.c)
SHOP_SRC = $(wildcard sample-data/*.c)
ALL_SRC  = $(wildcard lib/*/*.[ch] cmd/*.[ch] tests/*/*.[ch] sample-data/*.[ch])
LIB_OBJ  = $(LIB_SRC:%.c=$(BUILD)/%.o)
CMD_OBJ  = $(CMD_SRC:%.c=$(BUILD)/%.o)
UNIT_OBJ = $(UNIT_SRC:%.c=$(BUILD)/%.o)
SHOP_OBJ = $(SHOP_SRC:%.c=$(BUILD)/%.o)
# Undefined behaviour traps, and AddressSanitizer reports the trap with its line (handle_sigill): the tables
# of UBSan's own messages are 4 MB that every start reads. At a fixed address, so that nothing is relocated.
SAN      = -fsanitize=address,undefined -fsanitize-undefined-trap-on-error -fno-omit-frame-pointer -O1 -g1 \
           -fno-pie -no-pie

.PHONY: all demo sample-data fuzz test test-tools golden bench causes lint docs manual install clean setup-build setup-test setup-lint

all: setup-build
	@$(MAKE) --no-print-directory $(BUILD)/kesu $(MODEL)

setup-build:
	@tools/install-packages build

setup-test:
	@tools/install-packages build test

setup-lint:
	@tools/install-packages build test lint

$(BUILD)/kesu: $(CMD_OBJ) $(BUILD)/libkesu.a
	@echo "LD $@"
	@$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS)

# What decides together with the rules: learned from texts written for kesu and the pinned cases.
MODEL      = rules/causes.model
MODEL_FROM = rules/examples.csv rules/pinned.csv
$(MODEL): $(MODEL_FROM) rules/causes.csv $(wildcard lib/match/*.[ch] lib/model/*.[ch] lib/cause/*.[ch]) \
		cmd/train.c | $(BUILD)/kesu
	@echo "TRAIN $@"
	@$(BUILD)/kesu train $(MODEL_FROM) --classes product,logistics,attitude --prefer rules -q -o $@

$(BUILD)/libkesu.a: $(LIB_OBJ)
	@rm -f $@
	@$(AR) rcs $@ $^

$(BUILD)/unit-tests: $(UNIT_OBJ) $(BUILD)/libkesu.a
	@echo "LD $@"
	@$(CC) $(CFLAGS) -o $@ $^ -lcriterion $(LDLIBS)

demo: setup-build
	@$(MAKE) --no-print-directory $(BUILD)/kesu $(MODEL) sample-data
	@BUILD=$(BUILD) tools/demo

# Invented exports of an invented shop; the same bytes on every machine.
sample-data: sample-data/orders.csv

sample-data/orders.csv: $(BUILD)/generate $(wildcard sample-data/words/*)
	@$< sample-data/words sample-data

$(BUILD)/generate: $(SHOP_OBJ) $(BUILD)/libkesu.a
	@echo "LD $@"
	@$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS)

# The schema is compiled in as a string.
$(BUILD)/lib/store/schema.o: $(BUILD)/lib/store/schema.inc
$(BUILD)/lib/store/schema.o: CPPFLAGS += -I$(BUILD)/lib/store
$(BUILD)/lib/store/schema.inc: lib/store/schema.sql
	@mkdir -p $(@D)
	@sed 's/[\\"]/\\&/g; s/.*/"&\\n"/' $< > $@

# Loops over every n-gram of a text and the classes of each are worth being unrolled: 1 % more texts
# a second with a model.
$(BUILD)/lib/model/model.o $(BUILD)/lib/model/grams.o: OPT += -O3

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	@echo "CC $<"
	@$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

test: setup-test
	@tests/run

# Rewrites the expected output of all cases: read the diff before you commit it.
golden: $(BUILD)/kesu $(MODEL) test-tools
	@tests/run-cases $(BUILD)/kesu --golden $(CASE)

# Against DuckDB, sqlite3 and Miller in the same run.
BENCH_ROWS   ?= 1000000
BENCH_ROUNDS ?= 3
BENCH_NAMES   = $(patsubst tests/bench/%.c,%,$(wildcard tests/bench/*.c))
bench:
	@tools/install-packages build bench
	@$(MAKE) --no-print-directory build/kesu $(MODEL) $(BENCH_NAMES:%=build/bench-%)
	@tests/bench/run $(BENCH_ROWS) $(BENCH_ROUNDS)

# How right the causes are, on labelled texts; PART=develop while rules are changed.
PART ?= unseen
causes:
	@tools/install-packages build
	@$(MAKE) --no-print-directory build/kesu $(MODEL) build/bench-part
	@tests/bench/causes $(PART)

build/bench-%: tests/bench/%.c $(filter-out %/generate.o,$(SHOP_OBJ)) $(BUILD)/libkesu.a
	@$(CC) $(CPPFLAGS) $(CFLAGS) -MF $@.d -o $@ $^ $(LDLIBS)

# Any bytes to the readers.
FUZZ_SECONDS ?= 60
FUZZ          = -fsanitize=address,undefined -fno-sanitize-recover=undefined -fsanitize=fuzzer
FUZZ_NAMES    = $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
fuzz:
	@tools/install-packages build fuzz
	@$(MAKE) --no-print-directory -s BUILD=build/fuzz CC=clang OPT='-O1 -g' EXTRA='$(FUZZ)-no-link' \
		$(FUZZ_NAMES:%=build/fuzz/fuzz-%)
	@tests/fuzz/run $(FUZZ_SECONDS) $(FUZZ_NAMES)

build/fuzz/fuzz-%: tests/fuzz/%.c build/fuzz/libkesu.a
	@$(CC) $(CPPFLAGS) $(CFLAGS) $(FUZZ) -MF $@.d -o $@ $^ $(LDLIBS)

# The documents in the programs that people open them with; pictures in build/look.
look:
	@tools/install-packages build look
	@$(MAKE) --no-print-directory build/kesu $(MODEL) sample-data
	@tests/look/run

lint: setup-lint
	@tests/lint
	@clang-format --dry-run -Werror $(ALL_SRC)
	@cppcheck -q --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
		--suppress=missingIncludeSystem --suppress=internalAstError:lib/store/schema.c \
		--suppress=legacyUninitvar:lib/book/native.c \
		-DKESU_SOURCE='""' -Ilib -I. -j$(shell nproc) lib cmd
	@printf '%s\n' $(filter-out lib/store/schema.c,$(LIB_SRC)) $(CMD_SRC) | xargs -P$(shell nproc) -n8 \
		tools/tidy -std=gnu17 $(CPPFLAGS) --

test-tools: $(TOOL_SRC:tests/tools/%.c=build/tools/%)

build/tools/%: tests/tools/%.c $(BUILD)/libkesu.a
	@mkdir -p $(@D)
	@$(CC) $(CPPFLAGS) $(CFLAGS) -MF $@.d -o $@ $^ $(LDLIBS)

print-%:
	@echo '$($*)'

MAN1 = $(patsubst cmd/%.1.scd,$(BUILD)/man/kesu-%.1,$(filter-out cmd/kesu.1.scd,$(wildcard cmd/*.1.scd))) \
       $(BUILD)/man/kesu.1
docs: setup-test manual sample-data
	@BUILD=$(BUILD) tools/pictures

manual: all
	@$(MAKE) --no-print-directory $(MAN1)

# A page's OPTIONS come from the command's own table.
$(BUILD)/man/kesu-%.1: cmd/%.1.scd $(BUILD)/kesu
	@mkdir -p $(@D)
	@tools/manual $(BUILD)/kesu $< | SOURCE_DATE_EPOCH=0 scdoc >$@

$(BUILD)/man/kesu.1: cmd/kesu.1.scd
	@mkdir -p $(@D)
	@SOURCE_DATE_EPOCH=0 scdoc <$< >$@

install: all manual
	install -Dm755 $(BUILD)/kesu $(DESTDIR)$(PREFIX)/bin/kesu
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	install -m644 $(MAN1) $(DESTDIR)$(PREFIX)/share/man/man1
	for d in queries rules report-templates; do \
		install -d $(DESTDIR)$(PREFIX)/share/kesu/$$d && \
		install -m644 $$d/* $(DESTDIR)$(PREFIX)/share/kesu/$$d || exit 1; done

clean:
	rm -rf build out $(MODEL) sample-data/exports sample-data/orders.csv web.rejects*.csv

-include $(LIB_OBJ:.o=.d) $(CMD_OBJ:.o=.d) $(UNIT_OBJ:.o=.d) $(SHOP_OBJ:.o=.d)
