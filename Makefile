# fb: the library, the programs, the dictionary and the starter models, all in build/.
#
#   make            build everything                make check    all tests (t/), under 3 minutes
#   make deps       install what that needs         make lint     clang-tidy, cppcheck, mandoc, shellcheck
#   make demo       the main job on testdata        make asan     the tests under ASan and UBSan; tsan: under TSan
#   make install    DESTDIR and PREFIX as usual     make bench    speeds as ratios, in one run; DATA=DIR: accuracy too

PREFIX = /usr/local
BUILD = build
CC = gcc
# Not position-independent: without a thousand addresses to mend, libstemmer's alone, a filter starts half a millisecond earlier.
OPT = -O2 -g -fno-pie
WARN = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
WERROR ?=
# -ffp-contract=off: the same bytes from every compiler and processor (DESIGN: numbers); -fno-math-errno: sqrt is an instruction
CFLAGS = $(OPT) $(WARN) $(WERROR)
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -Ilib -I$(BUILD)/gen -ffp-contract=off -fno-math-errno -pthread $(CFLAGS)
# Fewer segments to map, and none to protect afterwards: another tenth of a millisecond.
LDFLAGS = -no-pie -Wl,-z,noseparate-code -Wl,-z,norelro
# Small libraries are linked statically, and libm only where libc has not what is asked for: a filter starts in a millisecond. (nettle:
# HMAC-SHA-256 of pseudonyms, checksums of wallets)
LIBS = -l:libcsv.a -l:libpcre2-8.a -l:libutf8proc.a -l:libstemmer.a -l:libjson-c.a -l:libuchardet.a -l:libnettle.a \
	-static-libgcc -lc -lm

# The architecture: each room uses itself and those before it.
ROOMS = base record text learn desk
SRC = $(foreach r,$(ROOMS),$(wildcard lib/$(r)/*.c))
OBJ = $(SRC:lib/%.c=$(BUILD)/obj/%.o)
PROGRAMS = $(patsubst cmd/%.c,%,$(wildcard cmd/fb-*.c)) $(patsubst cmd/%.sh,%,$(wildcard cmd/*.sh))
BIN = $(PROGRAMS:%=$(BUILD)/bin/%)
UNIT = $(patsubst t/unit/%.c,$(BUILD)/t/%,$(wildcard t/unit/*.c))
MODELS = sentiment topic intent
MODEL_FILES = $(MODELS:%=$(BUILD)/models/%)
DICT = $(BUILD)/share/fb/words.dict
SHARE = $(patsubst testdata/%,$(BUILD)/share/fb/%,$(wildcard testdata/topics.tsv testdata/shop.rules testdata/measures.tsv testdata/*.calendar testdata/phrases.txt))

PACKAGES = gcc make pkg-config libcsv-dev libpcre2-dev libutf8proc-dev libstemmer-dev libjson-c-dev libuchardet-dev \
	libxxhash-dev nettle-dev python3-jieba opencc libopencc-data perl python3 mandoc tzdata miller jq sqlite3 datamash
# what only .ci/run and the lint and sanitizer targets need
PACKAGES_CI = clang libclang-rt-14-dev clang-tidy cppcheck shellcheck
# what tests are skipped without: neighbours in the recipes of fb-stream(5), a browser for the page of fb-report; and what make bench
# compares with: scikit-learn for the starter recipe of tutorials
PACKAGES_ALL = csvkit parallel postgresql chromium sqlite3 python3-sklearn

all: $(BIN) $(DICT) $(SHARE) $(MODEL_FILES)

$(BUILD)/obj/%.o: lib/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# What is taken where the processor has AVX2: a dictionary is checked in half the time, at every start, and clusters are made in half the time.
ifneq ($(filter x86_64,$(shell uname -m)),)
$(BUILD)/obj/base/hash_wide.o $(BUILD)/obj/learn/lanes_wide.o: OPT += -mavx2
endif

# Loops over a few vectors are unrolled, so that these stay in registers.
$(BUILD)/obj/learn/lanes.o $(BUILD)/obj/learn/lanes_wide.o: OPT += -O3

# All of a dictionary is looked over at every start.
$(BUILD)/obj/text/lexicon.o: OPT += -O3

# What characters fold to, as a table that the library holds: lib/text/gen/fold.c.
$(BUILD)/gen/fold: lib/text/gen/fold.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< -l:libutf8proc.a
$(BUILD)/gen/text/fold.h: $(BUILD)/gen/fold $(BUILD)/tables/TSCharacters.txt
	@mkdir -p $(@D)
	$(BUILD)/gen/fold $(BUILD)/tables/TSCharacters.txt >$@
$(BUILD)/obj/text/normal.o: $(BUILD)/gen/text/fold.h

$(BUILD)/libfb.a: $(OBJ)
	rm -f $@
	ar rcsD $@ $(OBJ)

$(BUILD)/bin/%: cmd/%.c $(BUILD)/libfb.a
	@mkdir -p $(@D) $(BUILD)/dep
	$(CC) $(ALL_CFLAGS) -MMD -MP -MF $(BUILD)/dep/$*.d $(LDFLAGS) -o $@ $< $(BUILD)/libfb.a -Wl,--as-needed $(LIBS)

$(BUILD)/bin/%: cmd/%.sh
	@mkdir -p $(@D)
	install -m 755 $< $@

$(BUILD)/t/%: t/unit/%.c t/unit/tap.h $(BUILD)/libfb.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -It/unit $(LDFLAGS) -o $@ $< $(BUILD)/libfb.a -Wl,--as-needed $(LIBS)

$(BUILD)/share/fb/%: testdata/%
	@mkdir -p $(@D)
	cp $< $@

# The dictionary: jieba's word list, traditional folded to simplified with opencc's tables, and the trade's own words.
JIEBA = /usr/lib/python3/dist-packages/jieba/dict.txt
OPENCC = /usr/share/opencc
$(BUILD)/tables/%.txt: $(OPENCC)/%.ocd2
	@mkdir -p $(@D)
	opencc_dict -f ocd2 -t text -i $< -o $@
$(DICT): $(BUILD)/bin/fb-dict $(JIEBA) $(wildcard testdata/words.txt)
	@mkdir -p $(@D)
	$(BUILD)/bin/fb-dict -q -o $@ $(JIEBA) $(wildcard testdata/words.txt)

# The model of sentiment learns from a lexicon of polar words too.
$(BUILD)/models/sentiment: LEXICON = --lexicon testdata/polarity.tsv
$(BUILD)/models/sentiment: testdata/polarity.tsv
$(BUILD)/models/%: testdata/feedback.tsv testdata/topics.tsv $(BUILD)/bin/fb-train $(DICT)
	@mkdir -p $(@D)
	$(BUILD)/bin/fb-train -q -t $* --labels testdata/topics.tsv -o $@ testdata/feedback.tsv $(LEXICON)

programs: $(BIN)

deps:
	@sh .ci/deps $(PACKAGES)
deps-ci:
	@sh .ci/deps $(PACKAGES) $(PACKAGES_CI)
deps-all:
	@sh .ci/deps $(PACKAGES) $(PACKAGES_CI) $(PACKAGES_ALL)

# Building is a make of its own: it begins when deps has ended, and takes all cores.
JOBS = $(shell nproc)
demo: | $(filter deps,$(MAKECMDGOALS))
	@$(MAKE) -j$(JOBS) --no-print-directory all
	@sh testdata/demo.sh $(BUILD)

# The longest first, so that no core waits at the end for one of them.
LONG = man report-page unit testdata roundtrip faults import kill report
TESTS = $(LONG:%=t/%.t) $(filter-out $(LONG:%=t/%.t),$(sort $(wildcard t/*.t)))
tests: all $(UNIT)
check: | $(filter deps,$(MAKECMDGOALS))
	@$(MAKE) -j$(JOBS) --no-print-directory tests
	@FB_BUILD=$(abspath $(BUILD)) prove -j$(JOBS) $(if $(V),-v) $(TESTS)

lint:
	@sh .ci/lint $(SRC) $(wildcard cmd/*.c)
analyze:
	@ANALYZE=1 sh .ci/lint $(SRC) $(wildcard cmd/*.c)
# Memory errors are looked for, not what a program that ends leaves to the system.
asan:
	ASAN_OPTIONS=detect_leaks=0 $(MAKE) BUILD=build/asan OPT='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer' check
tsan:
	$(MAKE) BUILD=build/tsan OPT='-O1 -g -fsanitize=thread' check
# Every target in t/fuzz for RUNS executions, under ASan and UBSan; what breaks one is left in build/fuzz. Then CSV against Python's.
RUNS = 10000000
fuzz:
	$(MAKE) BUILD=build/fuzz CC=clang OPT='-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' build/fuzz/libfb.a
	@for t in t/fuzz/*.c; do n=$$(basename $$t .c); \
		clang $(filter-out $(OPT),$(ALL_CFLAGS)) -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
			-o build/fuzz/$$n $$t build/fuzz/libfb.a -Wl,--as-needed $(LIBS) && \
		(cd build/fuzz && ./$$n -runs=$(RUNS) -seed=1 -max_len=4096 -print_final_stats=1 2>$$n.log; s=$$?; tail -6 $$n.log; exit $$s) || exit 1; done
	clang $(filter-out $(OPT),$(ALL_CFLAGS)) -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -o build/fuzz/cells \
		t/fuzz/python/cells.c build/fuzz/libfb.a -Wl,--as-needed $(LIBS)
	python3 t/fuzz/python/cells.py build/fuzz/cells $(RUNS)
# every call of every kind, not only a spread of them
faults: all
	@FB_BUILD=$(abspath $(BUILD)) FAULTS_ALL=1 prove t/faults.t t/kill.t
# DATA: a folder of labelled corpora (t/bench/common.py); PARTS: of t/bench/run.py, all if none
DATA = $(FB_DATA)
bench: all
	@FB_DATA='$(DATA)' python3 t/bench/run.py $(BUILD) $(PARTS)

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/fb/models
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/man/man5 $(DESTDIR)$(PREFIX)/share/man/man7
	install $(BIN) $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(DICT) $(SHARE) $(DESTDIR)$(PREFIX)/share/fb
	install -m 644 $(MODEL_FILES) $(DESTDIR)$(PREFIX)/share/fb/models
	for s in 1 5 7; do install -m 644 man/*.$$s $(DESTDIR)$(PREFIX)/share/man/man$$s || exit; done

clean:
	rm -rf build

.PHONY: tests all programs deps deps-ci deps-all demo check lint analyze asan tsan fuzz faults bench install clean
.DELETE_ON_ERROR:
-include $(OBJ:.o=.d) $(wildcard $(BUILD)/dep/*.d)
