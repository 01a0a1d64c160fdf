# Everyday targets; `make help` prints this list.
#   run       install what is missing, build, open the lessons
#   test      install what is missing, build, run every test; UPDATE=1
#             rewrites the golden files
#   all       build build/sockstep and nothing else (default)
#   lint      layers, circles, idle and doubled functions, headers, format,
#             clang-tidy, the form of every lesson
#   cover     which lines of each room the unit tests run, as a table
#   bench     speed, printed as ratios against peers
#   fuzz      run each fuzz target for FUZZ_TIME seconds (default 10);
#             FUZZ="lesson order" names those that are wanted
#   install   into $(DESTDIR)$(prefix); uninstall takes it away again
#   deb       a Debian package, build/deb/sockstep_*.deb, checked by lintian
#   portable  one file that runs on any Linux of this processor,
#             build/portable/sockstep-*
#   release   whether this tree can be tagged as the version that it is
#   pot       build/sockstep.pot, the sentences for those who translate
#   film      the moving picture of the README, in a terminal of 80x24
#   clean     remove build/
# Knobs: SAN=1 (ASan + UBSan), WERROR=1, STD=c2x, V=1 (show commands).
# SPDX-License-Identifier: GPL-3.0-or-later

NAME := sockstep
.DEFAULT_GOAL := all

# The one list of Debian packages: what a run needs, what tests need besides.
RUN_PACKAGES  := gcc libc6-dev make pkg-config libncurses-dev libmnl-dev \
                 libcmark-gfm-dev libcmark-gfm-extensions-dev \
                 libyaml-dev libjansson-dev libreadline-dev libseccomp-dev \
                 libdw-dev libunistring-dev libarchive-dev libmosquitto-dev \
                 iproute2 lsof procps netcat-openbsd curl man-db
TEST_PACKAGES := libcriterion-dev strace tshark tmux python3 util-linux \
                 tidy libxml2-utils parallel mosquitto \
                 mosquitto-clients asciinema openssl \
                 clang clang-format clang-tidy mandoc zsh fish musl-tools
BUILD_PACKAGES := $(filter gcc make pkg-config lib%-dev,$(RUN_PACKAGES))
DEB_PACKAGES  := build-essential debhelper lintian dpkg-dev git

run: | run-packages
	$(Q)$(MAKE) --no-print-directory $(AT_ONCE) all
	$(Q)if test -t 0 && test -t 1; then exec $(BUILD)/$(NAME); \
	else exec $(BUILD)/$(NAME) run tcp-conversation --plain --auto; fi

# --- what is installed -------------------------------------------------------

run-packages:
	$(Q)tests/packages $(RUN_PACKAGES)
test-packages:
	$(Q)tests/packages $(RUN_PACKAGES) $(TEST_PACKAGES)

# --- flags -------------------------------------------------------------------

# Where things are installed, as GNU's coding standards name the places.
prefix      ?= /usr/local
exec_prefix ?= $(prefix)
bindir      ?= $(exec_prefix)/bin
datarootdir ?= $(prefix)/share
datadir     ?= $(datarootdir)
localedir   ?= $(datarootdir)/locale
docdir      ?= $(datarootdir)/doc/$(NAME)
mandir      ?= $(datarootdir)/man
sysconfdir  ?= $(prefix)/etc
INSTALL         ?= install
INSTALL_PROGRAM ?= $(INSTALL) -m 755
INSTALL_DATA    ?= $(INSTALL) -m 644

PKGS     := ncursesw readline libmnl libcmark-gfm yaml-0.1 jansson \
            libseccomp libdw libarchive libmosquitto
BUILD    := build$(if $(SAN),/san)
Q        := $(if $(V),,@)
# How many compilers at once, where the user has not said it.
AT_ONCE   = $(if $(findstring j,$(firstword -$(MAKEFLAGS)) $(filter -j%,$(MAKEFLAGS))),,-j$(shell nproc))
CC       := gcc
CFLAGS   ?= -O2 -g
STD      ?= c11
TIDY     ?= clang-tidy
FORMAT   ?= clang-format

SANFLAGS := -fsanitize=address,undefined -fno-sanitize-recover=all \
            -fno-omit-frame-pointer $(if $(FUZZING),-fsanitize=fuzzer-no-link)
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
            -Wvla -Wundef -Wformat=2 -Wpointer-arith \
            $(if $(findstring clang,$(CC)),,-Wno-format-truncation) \
            -Werror=return-type
override CPPFLAGS += -D_GNU_SOURCE -Isrc
# The same tree gives the same program, in whichever folder it stands.
override CFLAGS += -std=$(STD) $(WARNINGS) $(if $(WERROR),-Werror) \
            -fdebug-prefix-map=$(subst $() ,\ ,$(CURDIR))=. \
            $(if $(SAN),$(SANFLAGS)) $(shell pkg-config --cflags $(PKGS) 2>&-)
override LDFLAGS += $(if $(SAN),$(SANFLAGS))
LDLIBS   := $(shell pkg-config --libs $(PKGS) 2>&-) -lcmark-gfm-extensions \
            -lunistring

# --- the program -------------------------------------------------------------

SRC      := $(sort $(wildcard src/*/*.c src/*/*/*.c))
HDR      := $(sort $(wildcard src/*/*.h src/*/*/*.h tests/*/*.h))
UNIT     := $(sort $(wildcard tests/unit/*.c tests/lab/*.c))
KERNEL   := $(sort $(wildcard tests/kernel/*.c))
PROGRAMS := $(patsubst tests/programs/%.c,%,$(sort $(wildcard tests/programs/*.c)))
BENCH    := $(wildcard tests/bench/*.c)
FUZZERS  := $(sort $(wildcard tests/fuzz/*.c))
FUZZ     ?= $(FUZZERS:tests/fuzz/%.c=%)
# Families of sentences (src/base/sentence.h): what each file says it is.
SENTENCES := $(patsubst assets/%.txt,%,$(sort $(shell grep -l \
             '^%table struct sentence ' assets/*.txt)))
RECORDS  := errors options taught words $(SENTENCES)
MADE     := $(RECORDS) page families
LIB      := $(BUILD)/lib$(NAME).a
obj       = $(1:%.c=$(BUILD)/obj/%.o)

# Translations of assets/*.txt; the program looks beside itself for them.
TRANSLATED := $(patsubst translations/%.po,%,$(wildcard translations/*.po))
CATALOGUES := $(TRANSLATED:%=$(BUILD)/locale/%/LC_MESSAGES/$(NAME).mo)

all: $(BUILD)/$(NAME) $(CATALOGUES)
$(BUILD)/locale/%/LC_MESSAGES/$(NAME).mo: translations/%.po
	$(Q)mkdir -p $(@D); msgfmt --check-header -o $@ $<

# Everything but main.c is one library, so the tests link what the program
# links.
$(BUILD)/$(NAME): $(call obj,src/main.c) $(LIB)
	$(Q)echo "  link $@"
	$(Q)$(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@

$(LIB): $(call obj,$(SRC) $(MADE:%=assets/%.c))
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/unit: $(call obj,$(UNIT)) $(LIB) $(PROGRAMS:%=$(BUILD)/programs/%)
	$(Q)echo "  link $@"
	$(Q)$(CC) $(LDFLAGS) $(filter-out $(BUILD)/programs/%,$^) $(LDLIBS) \
	$$(pkg-config --libs criterion) -o $@

# What the tests trace: plain programs, each of one file. Some look at no result
# on purpose, of which Ubuntu's compiler warns.
$(BUILD)/programs/%: tests/programs/%.c tests/programs/net.h
	$(Q)echo "  cc $<"; mkdir -p $(@D)
	$(Q)$(CC) -D_GNU_SOURCE -Wall -Wextra -Wno-unused-result -g -O1 $< $(PROGRAM_FLAGS) \
	-pthread -o $@
$(BUILD)/programs/static: PROGRAM_FLAGS := -static
$(BUILD)/programs/brief: PROGRAM_FLAGS := -shared -fPIC
programs: $(PROGRAMS:%=$(BUILD)/programs/%)

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	$(Q)echo "  cc $<"; mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

# One file knows where things are installed, so that another prefix compiles
# that one again and no other.
$(call obj,src/base/places.c): $(BUILD)/datadir
$(call obj,src/base/places.c): private override CPPFLAGS += \
	-DSOCKSTEP_DATA='"$(datadir)/$(NAME)"' \
	-DSOCKSTEP_LOCALE='"$(localedir)"' \
	-DSOCKSTEP_MANUAL='"$(mandir)/man1/$(NAME).1"' \
	-DSOCKSTEP_SYSCONF='"$(sysconfdir)"'
$(BUILD)/datadir: FORCE
	$(Q)mkdir -p $(@D); echo '$(PLACES)' | cmp -s - $@ || \
	echo '$(PLACES)' > $@
PLACES = $(datadir) $(localedir) $(mandir) $(sysconfdir)

# Texts of records become tables.
$(BUILD)/obj/assets/%.o: $(BUILD)/assets/%.c $(BUILD)/flags
	$(Q)echo "  cc $<"; mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@
$(BUILD)/assets/%.c: assets/%.txt assets/records.awk
	$(Q)mkdir -p $(@D)
	$(Q)LC_ALL=C awk -f assets/records.awk $< > $@
$(BUILD)/assets/families.c: $(SENTENCES:%=assets/%.txt) Makefile
	$(Q)mkdir -p $(@D)
	$(Q){ echo '#include "base/sentence.h"'; printf \
	'const struct sentence *sentences_%s(size_t *count);\n' $(SENTENCES); \
	echo 'const struct sentence *(*const sentence_families[])(size_t *) = {'; \
	printf '\tsentences_%s,\n' $(SENTENCES); echo '	NULL};'; } > $@
# A page's style sheet and scripts become strings, beside the digests by which
# its security policy knows them.
PAGE_FILES := $(addprefix assets/,page.css bar.js page.js mqtt.js live.js)
$(BUILD)/assets/page.c: $(PAGE_FILES) assets/page.awk
	$(Q)mkdir -p $(@D)
	$(Q)LC_ALL=C awk -f assets/page.awk -v digests="$$(for file in $(PAGE_FILES); \
	do echo "$$(basename $$file | tr . _)=$$(sha256sum < $$file | \
	cut -c 1-64 | tr a-f A-F | basenc --base16 -d | base64)"; done | \
	paste -s -d ' ')" $(PAGE_FILES) > $@
.SECONDARY: $(MADE:%=$(BUILD)/assets/%.c)

# Changes only when the compiler or its flags do, and then all is rebuilt.
$(BUILD)/flags: FORCE
	$(Q)pkg-config --exists $(PKGS) 2>/dev/null || { missing=pkg-config; \
	! command -v pkg-config >/dev/null || missing=$$(for each in $(PKGS); \
	do pkg-config --exists $$each || echo $$each; done); \
	echo "missing here: $$(echo $$missing); on Debian a build needs" \
	$(BUILD_PACKAGES) >&2; exit 1; }
	$(Q)mkdir -p $(@D); echo "$(CC) "'$(subst ','\'',$(CPPFLAGS) $(CFLAGS))' \
	> $@.new; cmp -s $@ $@.new && rm $@.new || mv $@.new $@

# --- tests -------------------------------------------------------------------

test: | test-packages
	$(Q)$(MAKE) --no-print-directory $(AT_ONCE) all $(BUILD)/unit
	$(Q)BUILD=$(BUILD) UPDATE=$(UPDATE) tests/run

# The same units and one play of each lesson, with the sanitizers in.
san-test: all $(BUILD)/unit
	$(Q)BUILD=$(BUILD) TESTS='unit* lessons*' ROUNDS=1 LIMIT=2400 tests/run

# gcc writes down what ran, so all is built once more, into a folder of its own.
cover: | test-packages
	$(Q)$(MAKE) --no-print-directory $(AT_ONCE) CC=gcc BUILD=build/cover \
	CFLAGS='-O0 -g --coverage' LDFLAGS=--coverage build/cover/unit
	$(Q)find build/cover/obj -name '*.gcda' -delete
	$(Q)BUILD=build/cover build/cover/unit >build/cover/unit.log 2>&1 || \
	{ tail -n 20 build/cover/unit.log; exit 1; }
	$(Q)tests/cover build/cover/obj

bench: all $(BUILD)/bench
	$(Q)BUILD=$(BUILD) tests/bench/run
$(BUILD)/bench: $(call obj,$(BENCH)) $(LIB)
	$(Q)$(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@

# libFuzzer is clang's, so all is built once more, into a folder of its own.
fuzz: | test-packages
	$(Q)$(MAKE) --no-print-directory $(AT_ONCE) CC="$(FUZZ_CC)" SAN=1 \
	FUZZING=1 BUILD=build/fuzz CFLAGS='-O1 -g' \
	$(FUZZ:%=build/fuzz/target/%)
	$(Q)FUZZ_TIME=$(or $(FUZZ_TIME),10) tests/fuzz/run $(FUZZ)
FUZZ_CC  ?= clang
$(BUILD)/target/%: $(BUILD)/obj/tests/fuzz/%.o $(LIB)
	$(Q)echo "  link $@"; mkdir -p $(@D)
	$(Q)$(CC) $(LDFLAGS) -fsanitize=fuzzer $^ $(LDLIBS) -o $@

# --- lint --------------------------------------------------------------------

lint: layers circles unused doubled sentences doors headers musl format tidy lessons-lint coverage
layers:
	$(Q)awk -f tests/lint/layers.awk tests/lint/layers $(filter src/%,$(SRC) $(HDR))
circles: $(call obj,$(SRC))
	$(Q)tests/lint/circles $^
unused: $(call obj,src/main.c $(SRC))
	$(Q)tests/lint/unused $^
doubled: $(LIB)
	$(Q)tests/lint/doubled $(LIB) $(SRC)
# Each sentence of code has its record, and that has the slots that are filled;
# code says none without.
sentences:
	$(Q)awk -f tests/lint/sentences.awk $(SENTENCES:%=assets/%.txt) src/main.c $(SRC)
	$(Q)tests/lint/english src/main.c $(SRC)
# What there is to translate, for msginit(1) and msgmerge(1).
pot:
	$(Q)mkdir -p $(BUILD)
	$(Q)LC_ALL=C awk -f assets/pot.awk $(SENTENCES:%=assets/%.txt) \
	assets/errors.txt assets/options.txt assets/words.txt \
	> $(BUILD)/$(NAME).pot
coverage:
	$(Q)awk -f tests/lint/coverage.awk tests/lint/coverage lessons/[0-9]*.md
# What leaves the program goes through src/ui/file/output.c, which shows it in
# glyphs; tests/lint/doors names the files that write something of their own.
doors:
	$(Q)! grep -nE '\<(v?f?printf|f?puts|putchar|f?putc|fwrite|perror|v?dprintf|write)\(.*\<(std(out|err)|STD(OUT|ERR)_FILENO)\>|\<(printf|puts|putchar|perror)\(|\<(dprintf|write)\([12],' \
	src/main.c $(SRC) | grep -v -f tests/lint/doors
headers:
	$(Q)for h in $(HDR); do $(CC) $(CPPFLAGS) $(CFLAGS) -fsyntax-only -x c \
	-include $$h /dev/null || exit 1; done
# Every file against the headers of another C library, with the kernel's and
# other libraries' behind them, as where that one is the system's.
musl:
	$(Q)command -v musl-gcc >/dev/null || \
	{ echo "lint: musl-gcc is missing (musl-tools); headers of musl not tried"; exit; }; \
	printf '%s\n' src/main.c $(SRC) | xargs -P "$$(nproc)" -n 16 \
	sh -c 'for f; do musl-gcc $(CPPFLAGS) $(CFLAGS) -Werror -fsyntax-only \
	-idirafter /usr/include -idirafter /usr/include/$(MULTIARCH) $$f || \
	failed=1; done; exit $${failed:-0}' sh && \
	$(MAKE) --no-print-directory $(BUILD)/musl/unit && $(BUILD)/musl/unit
MULTIARCH = $(shell gcc -print-multiarch)
# The layers below labs need two libraries, whose archives have little of their
# own C library in them: linked with musl, statically, and their units run, but
# one that asks glibc for names, and one of lessons.
MUSL_SRC := $(filter src/base/% src/call/% src/journal/%,$(SRC)) \
            $(MADE:%=$(BUILD)/assets/%.c)
MUSL_UNIT := tests/musl/units.c tests/unit/golden.c tests/unit/call_golden.c \
             $(filter-out %/call_symbol.c %/call_taught.c,$(filter \
             tests/unit/base_%.c tests/unit/call_%.c tests/unit/journal_%.c,$(UNIT)))
$(BUILD)/musl/unit: $(sort $(MUSL_UNIT:%.c=$(BUILD)/musl/%.o)) $(BUILD)/musl/base.a
	$(Q)echo "  link $@"
	$(Q)musl-gcc $^ $(MUSL_LDLIBS) -o $@
MUSL_LDLIBS ?= -static $(patsubst %,/usr/lib/$(MULTIARCH)/lib%.a,jansson unistring)
$(BUILD)/musl/base.a: $(MUSL_SRC:%.c=$(BUILD)/musl/%.o)
	$(Q)rm -f $@ && $(AR) rcs $@ $^
$(BUILD)/musl/%.o: %.c $(BUILD)/flags
	$(Q)echo "  musl-gcc $<"; mkdir -p $(@D)
	$(Q)musl-gcc $(CPPFLAGS) -Itests/musl $(CFLAGS) -Wno-unused-parameter -MMD -MP -idirafter /usr/include \
	-idirafter /usr/include/$(MULTIARCH) -c $< -o $@
format:
	$(Q)$(FORMAT) --dry-run --Werror src/main.c $(SRC) $(HDR) $(UNIT) $(BENCH) $(FUZZERS) $(KERNEL) \
	$(PROGRAMS:%=tests/programs/%.c) assets/portable/launch.c
tidy: compile_commands.json
	$(Q)printf '%s\n' src/main.c $(SRC) | \
	xargs -P 2 -n 8 $(TIDY) --quiet --warnings-as-errors='*' 2>/dev/null
lessons-lint: all
	$(Q)$(BUILD)/$(NAME) lint --form lessons/[0-9]*.md \
	lessons/exercises/[0-9]*.md

comma := ,
compile_commands.json: Makefile $(SRC) $(UNIT)
	$(file >$@,[)
	$(foreach f,$(SRC) $(UNIT),$(file >>$@,{"directory": "$(CURDIR)"$(comma) \
	"file": "$f"$(comma) "command": \
	"$(CC) $(subst ",\",$(CPPFLAGS)) $(CFLAGS) -c $f"}$(comma)))
	$(file >>$@,{"directory": "$(CURDIR)"$(comma) "file": "src/main.c"$(comma) \
	"command": "$(CC) $(subst ",\",$(CPPFLAGS)) $(CFLAGS) -c src/main.c"}])

# --- install -----------------------------------------------------------------

install: all
	$(INSTALL) -d $(addprefix $(DESTDIR),$(INSTALL_DIRS))
	$(INSTALL_PROGRAM) $(BUILD)/$(NAME) $(DESTDIR)$(bindir)/$(NAME)
	$(INSTALL_DATA) lessons/[0-9]*.md $(DESTDIR)$(datadir)/$(NAME)/lessons
	$(INSTALL_DATA) lessons/exercises/[0-9]*.md \
	$(DESTDIR)$(datadir)/$(NAME)/lessons/exercises
	for language in $(TRANSLATED); do \
	$(INSTALL) -d $(DESTDIR)$(localedir)/$$language/LC_MESSAGES && \
	$(INSTALL_DATA) $(BUILD)/locale/$$language/LC_MESSAGES/$(NAME).mo \
	$(DESTDIR)$(localedir)/$$language/LC_MESSAGES || exit 1; done
	for folder in $(LESSONS_OF); do \
	$(INSTALL) -d $(DESTDIR)$(datadir)/$(NAME)/$$folder && \
	$(INSTALL_DATA) $$folder/[0-9]*.md $(DESTDIR)$(datadir)/$(NAME)/$$folder || \
	exit 1; done
	$(INSTALL_PROGRAM) $(filter-out %.yaml,$(GRADE_FILES)) \
	$(DESTDIR)$(datadir)/$(NAME)/grade
	$(INSTALL_DATA) $(filter %.yaml,$(GRADE_FILES)) \
	$(DESTDIR)$(datadir)/$(NAME)/grade
	sed $(if $(filter /etc,$(sysconfdir)),-e '/\/usr\/local\/etc\/xdg/$(comma)/^and/d') \
	-e 's|/usr/local/share/$(NAME)|$(datadir)/$(NAME)|' \
	-e 's|/usr/local/etc|$(sysconfdir)|' \
	assets/$(NAME).1 > $(BUILD)/$(NAME).1
	$(INSTALL_DATA) $(BUILD)/$(NAME).1 $(DESTDIR)$(mandir)/man1/$(NAME).1
	$(INSTALL_DATA) assets/$(NAME)-log.5 \
	$(DESTDIR)$(mandir)/man5/$(NAME)-log.5
	LC_ALL=C.UTF-8 awk -f assets/mdoc.awk lessons/README.md \
	> $(BUILD)/$(NAME)-lesson.5
	$(INSTALL_DATA) $(BUILD)/$(NAME)-lesson.5 \
	$(DESTDIR)$(mandir)/man5/$(NAME)-lesson.5
	$(INSTALL_DATA) assets/$(NAME).bash $(DESTDIR)$(BASH_COMPLETION)
	$(INSTALL_DATA) assets/$(NAME).zsh $(DESTDIR)$(ZSH_COMPLETION)
	$(INSTALL_DATA) assets/$(NAME).fish $(DESTDIR)$(FISH_COMPLETION)
uninstall:
	rm -rf $(DESTDIR)$(datadir)/$(NAME)
	rm -f $(DESTDIR)$(localedir)/*/LC_MESSAGES/$(NAME).mo
	rm -f $(addprefix $(DESTDIR),$(bindir)/$(NAME) \
	$(mandir)/man1/$(NAME).1 $(mandir)/man5/$(NAME)-log.5 \
	$(mandir)/man5/$(NAME)-lesson.5 $(BASH_COMPLETION) $(ZSH_COMPLETION) \
	$(FISH_COMPLETION))
# Folders of lessons in other languages.
LESSONS_OF      := $(filter-out lessons/exercises,$(patsubst %/,%,$(sort \
	$(dir $(wildcard lessons/*/[0-9]*.md lessons/*/exercises/[0-9]*.md)))))
GRADE_FILES     := $(wildcard assets/grade/*)
BASH_COMPLETION := $(datadir)/bash-completion/completions/$(NAME)
ZSH_COMPLETION  := $(datadir)/zsh/site-functions/_$(NAME)
FISH_COMPLETION := $(datadir)/fish/vendor_completions.d/$(NAME).fish
INSTALL_DIRS    := $(bindir) $(datadir)/$(NAME)/lessons/exercises $(datadir)/$(NAME)/grade \
	$(mandir)/man1 $(mandir)/man5 \
	$(dir $(BASH_COMPLETION) $(ZSH_COMPLETION) $(FISH_COMPLETION))

deb: | run-packages
	$(Q)tests/packages $(DEB_PACKAGES)
	$(Q)BUILD=$(BUILD) assets/debian/build \
	$(filter pkg-config lib%-dev,$(filter-out libc6-dev,$(RUN_PACKAGES)))

release:
	$(Q)tests/release

# Compiled for another processor, and its units run by qemu.
arm64:
	$(Q)BUILD=$(BUILD) tests/arm64 $(filter lib%,$(RUN_PACKAGES)) libcriterion-dev

# The program once more, with room for a path of any length to its loader;
# libarchive as far as it is used, and without what its other formats need.
PORTABLE := $(BUILD)/portable
ARCHIVE   = -l:libarchive.a $$($(CC) -print-file-name=libarchive.so | \
	xargs readelf -d | sed -n 's/.*NEEDED.*\[\(.*\)\]/-l:\1/p')
portable: all $(PORTABLE)/launch
	$(Q)$(CC) $(LDFLAGS) -Wl,--as-needed,--disable-new-dtags \
	-Wl,-rpath,'$$ORIGIN/../lib' \
	-Wl,--dynamic-linker=$$(printf '/%.0s' $$(seq 2048)) \
	$(call obj,src/main.c) $(LIB) $(subst -larchive,$(ARCHIVE),$(LDLIBS)) \
	-o $(PORTABLE)/$(NAME)
	$(Q)BUILD=$(BUILD) assets/portable/build $(PORTABLE)/$(NAME) $(PORTABLE)/launch
$(PORTABLE)/launch: assets/portable/launch.c $(BUILD)/flags
	$(Q)echo "  link $@"; mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -static -s $< -lz -o $@

# Recorded by the program itself, which plays a lesson; q ends it.
film: all
	$(Q)$(BUILD)/$(NAME) run tcp-conversation --auto=1 --record $(BUILD)/film.cast
	$(Q)python3 assets/film.py $(BUILD)/film.cast > assets/film.svg

help:
	$(Q)sed -n 's/^#   //p; s/^# \(Knobs\)/\1/p' Makefile
clean:
	$(Q)rm -rf build compile_commands.json

FORCE:
.PHONY: run all programs test san-test cover lint layers circles unused doubled sentences pot doors coverage headers musl format tidy lessons-lint bench fuzz \
	install uninstall deb release arm64 portable film help clean run-packages test-packages FORCE
.DELETE_ON_ERROR:
-include $(patsubst %.o,%.d,$(call obj,src/main.c $(SRC) $(UNIT) $(BENCH) $(FUZZERS) $(MADE:%=assets/%.c)))
-include $(patsubst %.c,$(BUILD)/musl/%.d,$(MUSL_SRC) $(MUSL_UNIT))
