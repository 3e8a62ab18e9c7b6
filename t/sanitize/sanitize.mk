# The tests under sanitizers and valgrind, each in a build directory of its own. The whole of the server suites takes
# long under them: SUITES="t/auth t/pages/status.t" names some, MPM= another than event.

MPM    ?= event
SUITES ?=

.PHONY: sanitize sanitize-run sanitize-server tsan valgrind server-run
# The unit tests, the corpora of hostile input and the tests of ccadmin, with AddressSanitizer and
# UndefinedBehaviorSanitizer.
sanitize:
	@conf/install-packages test
	$(MAKE) B=build-sanitize SANITIZE="-fsanitize=address,undefined -fno-omit-frame-pointer" sanitize-run

sanitize-run: all
	CC_BUILD=$(B) UBSAN_OPTIONS=halt_on_error=1 ASAN_OPTIONS=detect_leaks=0 t/run unit fuzz admin

# The server suites with the module built for AddressSanitizer, UndefinedBehaviorSanitizer and LeakSanitizer, in an httpd
# that is Debian's own: t/sanitize/httpd.
sanitize-server:
	@conf/install-packages test
	$(MAKE) B=build-sanitize SANITIZE="-fsanitize=address,undefined -fno-omit-frame-pointer" server-run \
	    CC_SANITIZER=address

# For ThreadSanitizer.
tsan:
	@conf/install-packages test
	$(MAKE) B=build-tsan SANITIZE="-fsanitize=thread -fno-omit-frame-pointer" server-run CC_SANITIZER=thread

# Under valgrind's memcheck, with the module as it is installed.
valgrind:
	@conf/install-packages test
	@conf/install-packages valgrind
	$(MAKE) server-run CC_SANITIZER=valgrind

server-run: all $(B)/roots.so
	CC_BUILD=$(B) CC_SANITIZER=$(CC_SANITIZER) CC_SUITES="$(SUITES)" t/run $(MPM)

$(B)/roots.so: t/sanitize/roots.c
	@mkdir -p $(@D)
	$(CC) $(WARNINGS) -O1 -g -fPIC -D_GNU_SOURCE -shared -o $@ $<
