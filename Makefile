# mod_clientcenter: `make run` shows it, `make test` proves it, `make install` puts it into the system's httpd.

VERSION     := 0.1.0
PORT        ?= 8080
DESTDIR     ?=
PREFIX      ?= /usr
APXS        ?= apxs
HTTPD       ?= /usr/sbin/apache2
BOOTSTRAP   ?= /usr/share/javascript/bootstrap5
LUADIR      ?= $(PREFIX)/share/clientcenter/lua
SHAREDIR     = $(patsubst %/,%,$(dir $(LUADIR)))
B           := build

# What is missing on a new machine is installed before it is asked for; to remove or format files takes none of it.
ifneq ($(filter-out clean format,$(or $(MAKECMDGOALS),all)),)
-include $(B)/config.mk
endif

CC          ?= gcc
WARNINGS    := -std=gnu11 -Wall -Wextra -Werror -Wshadow -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes \
               -Wno-format-nonliteral
HARDENING    = -O2 -g -fPIC -fstack-protector-strong -fstack-clash-protection $(CONTROL_FLOW) $(FORTIFY) \
               -fvisibility=hidden
FORTIFY      = $(if $(findstring _FORTIFY_SOURCE,$(CPPFLAGS) $(CFLAGS)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
LDHARDENING := -Wl,-z,relro -Wl,-z,now -Wl,-z,defs -Wl,--as-needed
SANITIZE    ?=
# CPPFLAGS, CFLAGS and LDFLAGS from outside, such as dpkg-buildflags or a cross compiler's, come last: so they count.
CORE_CFLAGS  = $(WARNINGS) $(HARDENING) $(SANITIZE) $(CORE_INCLUDES) -DCC_VERSION='"$(VERSION)"' \
               -DCC_LUA_PATH='"$(LUADIR)"' $(CPPFLAGS) $(CFLAGS)
HTTPD_CFLAGS = $(CORE_CFLAGS) $(HTTPD_INCLUDES)
FLAGS        = $(CC) $(HTTPD_CFLAGS) $(LDFLAGS)

CORE_SRC    := $(wildcard src/base/*.c src/domain/*.c src/store/*.c src/script/*.c)
HTTPD_SRC   := mod_clientcenter.c $(wildcard src/httpd/*.c)
ADMIN_SRC   := $(wildcard src/admin/*.c)
UNIT_SRC    := $(wildcard t/unit/test_*.c)
CORE_OBJ    := $(CORE_SRC:%.c=$(B)/%.o)
HTTPD_OBJ   := $(HTTPD_SRC:%.c=$(B)/%.o)
ADMIN_OBJ   := $(ADMIN_SRC:%.c=$(B)/%.o)
UNIT_BIN    := $(UNIT_SRC:t/unit/%.c=$(B)/unit/%)

.PHONY: all
all: $(B)/mod_clientcenter.so $(B)/ccadmin lua/assets/bootstrap.min.css

# Where the headers and libraries are, asked once. APR's and httpd's are system headers: clang warns of their macros.
$(B)/config.mk: Makefile conf/debian-packages
	@mkdir -p $(B)
	@conf/install-packages build
	@{ echo "CORE_INCLUDES := $$(apr-1-config --includes --cppflags | sed 's/-I */-isystem /g') -isystem $$(apu-1-config --includedir) $$(pkg-config --cflags lua5.4 jansson libsodium libutf8proc sqlite3)"; \
	   echo "CORE_LIBS := $$(apu-1-config --link-ld) $$(apr-1-config --link-ld) $$(pkg-config --libs lua5.4 jansson libsodium libutf8proc sqlite3) -lzxcvbn"; \
	   echo "HTTPD_INCLUDES := -isystem $$($(APXS) -q INCLUDEDIR)"; \
	   echo "LIBEXECDIR := $$($(APXS) -q LIBEXECDIR)"; \
	   if $(CC) -fcf-protection -S -x c -o /dev/null /dev/null 2>/dev/null; then echo "CONTROL_FLOW := -fcf-protection"; fi; } > $@

# The flags of last time: with others, a compiler's or the place of the Lua files, everything is compiled anew.
ifneq ($(strip $(file <$(B)/flags)),$(strip $(FLAGS)))
.PHONY: $(B)/flags
endif
$(B)/flags: $(B)/config.mk
	@printf '%s\n' '$(subst ','\'',$(FLAGS))' > $@

$(B)/src/httpd/%.o: src/httpd/%.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(HTTPD_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/mod_clientcenter.o: mod_clientcenter.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(HTTPD_CFLAGS) -MMD -MP -c -o $@ $<

# The core and ccadmin see no httpd headers, so they cannot use any.
$(B)/src/%.o: src/%.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(CORE_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/libcc.a: $(CORE_OBJ)
	$(AR) rcs $@.new $^ && mv $@.new $@

$(B)/mod_clientcenter.so: $(HTTPD_OBJ) $(B)/libcc.a
	$(CC) -shared $(SANITIZE) $(filter-out -Wl$(,)-z$(,)defs,$(LDHARDENING)) $(LDFLAGS) -o $@ $(HTTPD_OBJ) $(B)/libcc.a $(CORE_LIBS)

$(B)/ccadmin: $(ADMIN_OBJ) $(B)/libcc.a
	$(CC) $(SANITIZE) $(LDHARDENING) $(LDFLAGS) -o $@ $(ADMIN_OBJ) $(B)/libcc.a $(CORE_LIBS)

$(B)/unit/%: t/unit/%.c $(B)/libcc.a
	@mkdir -p $(@D)
	$(CC) $(CORE_CFLAGS) $(LDHARDENING) $(LDFLAGS) -MMD -MP -Isrc -o $@ $< $(B)/libcc.a $(CORE_LIBS)

lua/assets/bootstrap.min.css:
	@[ -e $(BOOTSTRAP)/css/bootstrap.min.css ] || conf/install-packages run
	ln -sf $(BOOTSTRAP)/css/bootstrap.min.css $@

.PHONY: test-databases run test growth bench install uninstall clean format lint analyze
run: all
	@conf/install-packages run
	@HTTPD=$(HTTPD) conf/run-demo $(PORT)

test: all
	@conf/install-packages test
	t/run

# The tests of `make test` that are about PostgreSQL and MariaDB, alone.
test-databases: all
	@conf/install-packages test
	t/run pgsql mariadb nodes

# Several nodes with one PostgreSQL behind mod_proxy_balancer, as conf/nodes sets them up: changes that count on all of
# them, nodes killed and restarted under load, a database that fails over; some minutes (t/nodes).
.PHONY: test-nodes
test-nodes: all
	@conf/install-packages test
	t/run nodes

# The server suites with compression, caches, mod_rewrite, mod_remoteip, mod_security with the core rule set, mod_evasive,
# mod_lua and mod_perl loaded beside the module, under each MPM (t/conf/neighbours.conf.in).
.PHONY: test-neighbours
test-neighbours: all
	@conf/install-packages test
	t/run neighbours

# Prints how lists of a million orders, users, rows of access and audit records compare to those of a thousand, and what
# signing in and changes cost there; many minutes, judges nothing (t/scale/growth-report, t/scale/growth-users).
growth: all
	@conf/install-packages test
	t/run growth

# A million mixed requests of many people, and whether anything grows meanwhile; half an hour (t/soak/run).
.PHONY: soak chaos
soak: all
	@conf/install-packages test
	@conf/install-packages bench
	t/run soak

# Faults of database, clients, clock and scripts, injected for real under each MPM; some minutes (t/chaos).
chaos: all
	@conf/install-packages test
	@conf/install-packages chaos
	t/run chaos

# Prints what pages cost beside a static file and beside Apache's own stack, and what memory the module takes; some
# minutes, judges nothing (t/bench/report, t/bench/memory).
bench: all
	@conf/install-packages test
	@conf/install-packages bench
	t/run bench

# What a flood of sign-ins does to the pages of others, and what a sign-in costs beside its hash; some minutes (t/bench/flood).
.PHONY: flood
flood: all
	@conf/install-packages test
	@conf/install-packages bench
	t/run flood

# sqlmap and wapiti look for holes in a running demo; up to an hour (t/outside/run).
.PHONY: outside-tools
outside-tools: all
	@conf/install-packages test
	@conf/install-packages outside
	t/run outside

# A configuration that an administrator has edited stays; SHAREDIR has the release's own, by which that is seen.
MODS         = /etc/apache2/mods-available
install: all
	install -d '$(DESTDIR)$(LIBEXECDIR)' '$(DESTDIR)$(LUADIR)' '$(DESTDIR)$(SHAREDIR)/nodes' '$(DESTDIR)$(PREFIX)/bin' \
	    '$(DESTDIR)$(PREFIX)/share/man/man1' '$(DESTDIR)$(MODS)'
	install -m 644 $(B)/mod_clientcenter.so '$(DESTDIR)$(LIBEXECDIR)/'
	install -m 755 $(B)/ccadmin '$(DESTDIR)$(PREFIX)/bin/'
	install -m 644 conf/ccadmin.1 '$(DESTDIR)$(PREFIX)/share/man/man1/'
	for file in $$(cd lua && find . -type f); do \
	    install -D -m 644 "lua/$$file" '$(DESTDIR)$(LUADIR)'/"$$file" || exit 1; done
	ln -sf $(BOOTSTRAP)/css/bootstrap.min.css '$(DESTDIR)$(LUADIR)/assets/bootstrap.min.css'
	install -m 644 conf/modsecurity-clientcenter.conf '$(DESTDIR)$(SHAREDIR)/'
	install -m 644 conf/nodes/*.conf '$(DESTDIR)$(SHAREDIR)/nodes/'
	@if [ ! -e '$(DESTDIR)$(MODS)/clientcenter.conf' ] || \
	    cmp -s '$(DESTDIR)$(SHAREDIR)/clientcenter.conf' '$(DESTDIR)$(MODS)/clientcenter.conf'; then \
	    install -m 644 conf/clientcenter.conf '$(DESTDIR)$(MODS)/'; \
	else echo '$(DESTDIR)$(MODS)/clientcenter.conf stays as it is; new is $(DESTDIR)$(SHAREDIR)/clientcenter.conf'; fi
	install -m 644 conf/clientcenter.conf '$(DESTDIR)$(SHAREDIR)/'
	printf '# Depends: dbd\nLoadModule clientcenter_module %s/mod_clientcenter.so\n' '$(LIBEXECDIR)' \
	    > '$(DESTDIR)$(MODS)/clientcenter.load'
	chmod 644 '$(DESTDIR)$(MODS)/clientcenter.load'

# What `make install` put there, and nothing else: scripts of a site's own and an edited configuration stay, and so does a
# database. To be done after `a2dismod clientcenter`.
uninstall:
	for file in $$(cd lua && find . -type f); do rm -f '$(DESTDIR)$(LUADIR)'/"$$file"; done
	rm -f '$(DESTDIR)$(LUADIR)/assets/bootstrap.min.css'
	if [ -d '$(DESTDIR)$(LUADIR)' ]; then find '$(DESTDIR)$(LUADIR)' -depth -type d -empty -delete; fi
	@if cmp -s '$(DESTDIR)$(SHAREDIR)/clientcenter.conf' '$(DESTDIR)$(MODS)/clientcenter.conf'; then \
	    rm -f '$(DESTDIR)$(MODS)/clientcenter.conf'; fi
	rm -f '$(DESTDIR)$(LIBEXECDIR)/mod_clientcenter.so' '$(DESTDIR)$(PREFIX)/bin/ccadmin' \
	    '$(DESTDIR)$(PREFIX)/share/man/man1/ccadmin.1' '$(DESTDIR)$(SHAREDIR)/modsecurity-clientcenter.conf' \
	    '$(DESTDIR)$(SHAREDIR)/clientcenter.conf' '$(DESTDIR)$(SHAREDIR)/nodes/node.conf' \
	    '$(DESTDIR)$(SHAREDIR)/nodes/balancer.conf' '$(DESTDIR)$(MODS)/clientcenter.load'
	-rmdir --ignore-fail-on-non-empty '$(DESTDIR)$(SHAREDIR)/nodes' '$(DESTDIR)$(SHAREDIR)'

# A Debian package in build/deb, made from a copy of the tree: packaging stays out of the top level.
.PHONY: deb test-package
deb:
	@case '$(CURDIR)' in *' '*) echo 'debhelper builds no package in a directory with blanks in its path.' >&2; exit 1 ;; esac
	@conf/install-packages build
	@conf/install-packages deb
	rm -rf $(B)/deb
	mkdir -p $(B)/deb/tree
	tar -cf - --exclude-vcs --exclude='./build*' --exclude=./node_modules --exclude=./t/logs . | tar -xf - -C $(B)/deb/tree
	rm -f $(B)/deb/tree/lua/assets/bootstrap.min.css
	mv $(B)/deb/tree/conf/debian $(B)/deb/tree/debian
	cd $(B)/deb/tree && dpkg-buildpackage -us -uc -b
	lintian --fail-on error $(B)/deb/*.changes

# Installs the package in a fresh Debian, uses it, upgrades it, removes it. Needs root.
test-package: deb
	@conf/install-packages package
	conf/debian/test-package $(B)/deb

clean:
	rm -rf $(B) build-* lua/assets/bootstrap.min.css t/logs

C_FILES := $(wildcard *.c src/*/*.[ch] t/unit/*.[ch] t/fuzz/*.[ch] t/sanitize/*.c)
TIDY_FILES ?= mod_clientcenter.c $(wildcard src/*/*.c)
format:
	clang-format -i $(C_FILES)

lint:
	@conf/install-packages lint
	clang-format --dry-run -Werror $(C_FILES)
	luacheck --quiet lua
	# ctuuninitvar: row functions fill a struct through a callback, which the analysis does not follow
	cppcheck --quiet --error-exitcode=1 --std=c11 --enable=warning,portability,performance --suppress=ctuuninitvar \
	    --inline-suppr -i t src
	# which checks, and why some are not among them: .clang-tidy
	clang-tidy --quiet $(TIDY_FILES) -- -std=gnu11 $(CORE_INCLUDES) $(HTTPD_INCLUDES) -DCC_VERSION='"x"' \
	    -DCC_LUA_PATH='"x"'
	shellcheck -e SC2016 conf/debian/test-package
	shellcheck -e SC1091 conf/debian/*.postinst conf/debian/*.postrm
	shellcheck conf/install-packages conf/run-demo t/run t/fuzz/campaign t/sanitize/httpd .ci/run

# gcc's own static analysis, which takes a minute. It does not see that a Lua error does not return, nor that a library's
# functions check what they are given; what is right all the same says so where it stands.
analyze:
	@for file in mod_clientcenter.c $(wildcard src/*/*.c); do \
	    $(CC) $(filter-out -fcf-protection,$(HTTPD_CFLAGS)) -fanalyzer -c -o /dev/null $$file || exit 1; done

include t/sanitize/sanitize.mk
include t/fuzz/fuzz.mk

, := ,
-include $(CORE_OBJ:.o=.d) $(HTTPD_OBJ:.o=.d) $(ADMIN_OBJ:.o=.d) $(UNIT_BIN:=.d)
