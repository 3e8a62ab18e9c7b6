# Hostile input: each t/fuzz/fuzz_NAME.c is a target with a corpus in t/fuzz/corpus/NAME. `make fuzz` runs them under
# libFuzzer, in a build directory of their own; the corpora alone are replayed in every test run (t/run fuzz).

FUZZ_TARGETS := $(patsubst t/fuzz/fuzz_%.c,%,$(wildcard t/fuzz/fuzz_*.c))
# Seconds for each target, which of them, and where new inputs are kept.
SECONDS      ?= 300
TARGETS      ?= $(FUZZ_TARGETS)
FUZZ_FOUND   ?= build-fuzz/found

FUZZ_CFLAGS  = $(CORE_CFLAGS) -I$(B)/fuzz
# Lists: every text of SQL passes the target on its way.
FUZZ_WRAP_grid := -Wl,--wrap=cc_db_select_text
# Records, with which databases are filled as well: the part of ccadmin that reads them.
FUZZ_FILLED := $(patsubst t/fuzz/fuzz_%.c,%,$(shell grep -l database.h t/fuzz/fuzz_*.c))
$(foreach f,replay libfuzzer,$(FUZZ_FILLED:%=$(B)/fuzz/$f_%)): $(filter $(B)/src/admin/record% $(B)/src/admin/fields.o,$(ADMIN_OBJ))
FUZZ_LIBS_template := -lgumbo
FUZZ_LIBS_rows := -lgumbo
FUZZ_POOLS   := $(foreach f,apr_palloc apr_pmemdup apr_pstrmemdup apr_pstrdup apr_pstrcat,-Wl,--wrap=$(f))

$(B)/fuzz/patterns.h: src/httpd/route.c src/httpd/route_backoffice.c
	@mkdir -p $(@D)
	sed -n 's/^    {\("\/[^"]*"\), .*/    \1,/p' $^ > $@

$(B)/fuzz/%.o: t/fuzz/%.c $(B)/config.mk $(B)/fuzz/patterns.h
	@mkdir -p $(@D)
	$(CC) $(FUZZ_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/fuzz/replay_%: $(B)/fuzz/fuzz_%.o $(B)/fuzz/entry.o $(B)/fuzz/replay.o $(B)/libcc.a
	$(CC) $(SANITIZE) $(LDHARDENING) $(FUZZ_WRAP_$*) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(CORE_LIBS) $(FUZZ_LIBS_$*)

$(B)/fuzz/libfuzzer_%: $(B)/fuzz/fuzz_%.o $(B)/fuzz/entry.o $(B)/fuzz/pools.o $(B)/libcc.a
	$(CC) $(SANITIZE) -fsanitize=fuzzer $(LDHARDENING) $(FUZZ_WRAP_$*) $(FUZZ_POOLS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(CORE_LIBS) \
	    $(FUZZ_LIBS_$*)

FUZZ_REPLAYS = $(FUZZ_TARGETS:%=$(B)/fuzz/replay_%)
.PHONY: fuzz-replays fuzz fuzz-build fuzz-coverage
fuzz-replays: $(FUZZ_REPLAYS)

fuzz:
	@conf/install-packages build
	@conf/install-packages test
	@conf/install-packages fuzz
	$(MAKE) B=build-fuzz CC=clang-14 \
	    SANITIZE="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer" \
	    fuzz-build
	FUZZ_FOUND='$(FUZZ_FOUND)' t/fuzz/campaign build-fuzz/fuzz $(SECONDS) $(TARGETS)

# Lists and questions at random on each database, held against what the tables alone have; changes of access at random,
# one after the other and at once, held against a model of the rules (t/fuzz/seeds).
.PHONY: fuzz-lists fuzz-rules
fuzz-lists: $(B)/unit/test_lists
	@conf/install-packages databases
	CC_BUILD='$(B)' t/fuzz/seeds lists $(SECONDS)
fuzz-rules: $(B)/unit/test_rules $(B)/unit/test_rules_race
	@conf/install-packages databases
	CC_BUILD='$(B)' t/fuzz/seeds rules $(SECONDS)
	CC_BUILD='$(B)' t/fuzz/seeds rules_race $(SECONDS)

# Which share of the lines of each parser the corpora reach, and what was found beside them.
fuzz-coverage:
	rm -rf build-coverage
	$(MAKE) B=build-coverage SANITIZE=--coverage fuzz-replays
	@for name in $(FUZZ_TARGETS); do \
	    build-coverage/fuzz/replay_$$name $$(ls -d t/fuzz/corpus/$$name $(FUZZ_FOUND)/$$name 2>/dev/null) >/dev/null; done
	@for file in $$(grep -oE 'src/[a-z_/]*\.c' t/fuzz/README.md | grep -v /main\.c | sort -u); do \
	    gcov -n -o build-coverage/$${file%.c}.gcda $$file | sed -n "\\|File '$$file'|{n;s|.*:|$$file: |p}"; done

fuzz-build: $(TARGETS:%=$(B)/fuzz/libfuzzer_%)

.DELETE_ON_ERROR:
.PRECIOUS: $(B)/fuzz/%.o
-include $(wildcard $(B)/fuzz/*.d)
