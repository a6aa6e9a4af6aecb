# SPDX-License-Identifier: Apache-2.0
# make run: see it work.  make test: all tests, make fuzz among them.  make install PREFIX=/usr/local DESTDIR=: put it in place.

PREFIX ?= /usr/local
DESTDIR ?=
# Given to every build: one set of flags, one set of build products.
SWIFT_FLAGS ?=

SHELL := /bin/sh
export PATH := $(PATH):/opt/swift/usr/bin:/usr/local/swift/usr/bin:/usr/local/bin

COMMANDS := consumer create-db migrate dump load stats latest grep replay extract verify quarantine gaps expire feeds
PROGRAMS := $(COMMANDS:%=datanommer-%)
# One program is the commands, by a link for each name; the daemon is another.
LINKS := $(filter-out datanommer-consumer,$(PROGRAMS))
PAGES := $(PROGRAMS:%=man/%.1)

prefix := $(DESTDIR)$(PREFIX)
share := $(prefix)/share
data := $(share)/datanommer
samples := $(share)/doc/datanommer
units := $(prefix)/lib/systemd/system
bash := $(share)/bash-completion/completions
zsh := $(share)/zsh/site-functions
fish := $(share)/fish/vendor_completions.d
release := swift build -c release --static-swift-stdlib --scratch-path .build-release $(SWIFT_FLAGS)

.PHONY: all run test fuzz bench lint release install uninstall clean

all: release

run:
	@./demo/run.sh

test:
	@./.ci/packages build test
	# One after the other: side by side they would wait for one another past their time limits.
	swift test --no-parallel $(SWIFT_FLAGS)
	@$(MAKE) --no-print-directory fuzz

# Ten million odd inputs for what reads bytes of strangers: make fuzz FUZZ="--seed 2 --count 100000000".
fuzz:
	@./.ci/packages build
	$(release) --product fuzz
	"$$($(release) --show-bin-path)/fuzz" $(FUZZ)

# Measures, side by side with the limits (docs/BENCHMARKS.md): make bench BENCH=ingest, BENCH="signatures --rounds 5".
bench: release
	@./.ci/packages build test
	$(release) --product bench
	"$$($(release) --show-bin-path)/bench" $(BENCH)

lint:
	@./.ci/packages lint
	@./.ci/lint

# Programs that need no Swift toolchain where they run.
release:
	@./.ci/packages build
	$(release) --product datanommer
	$(release) --product datanommer-consumer

install: release
	install -d $(prefix)/bin $(data)/migrations/postgresql $(data)/migrations/sqlite $(samples) $(units) \
	    $(share)/man/man1 $(share)/man/man5 $(bash) $(zsh) $(fish)
	bin=$$($(release) --show-bin-path) && \
	    install -m 755 -s "$$bin/datanommer" "$$bin/datanommer-consumer" $(prefix)/bin/
	for program in $(LINKS); do ln -sf datanommer $(prefix)/bin/$$program || exit 1; done
	for program in $(PROGRAMS); do \
	    $(prefix)/bin/$$program --generate-completion-script bash >$(bash)/$$program && \
	    $(prefix)/bin/$$program --generate-completion-script zsh >$(zsh)/_$$program && \
	    $(prefix)/bin/$$program --generate-completion-script fish >$(fish)/$$program.fish || exit 1; \
	done
	rm -f $(data)/migrations/postgresql/*.sql $(data)/migrations/sqlite/*.sql
	install -m 644 migrations/postgresql/*.sql $(data)/migrations/postgresql/
	install -m 644 migrations/sqlite/*.sql $(data)/migrations/sqlite/
	install -m 644 etc/extraction.yaml $(data)/
	install -m 644 etc/datanommer.yaml $(samples)/
	install -d $(samples)/feeds
	install -m 644 etc/feeds/* $(samples)/feeds/
	install -m 644 $(PAGES) $(share)/man/man1/
	install -m 644 man/datanommer.yaml.5 $(share)/man/man5/
	sed 's,=/usr/local/bin/,=$(PREFIX)/bin/,' etc/datanommer-consumer.service >$(units)/datanommer-consumer.service
	chmod 644 $(units)/datanommer-consumer.service

# Takes away what install put there; settings and archives stay.
uninstall:
	rm -f $(prefix)/bin/datanommer $(PROGRAMS:%=$(prefix)/bin/%) $(PROGRAMS:%=$(share)/man/man1/%.1) $(share)/man/man5/datanommer.yaml.5 \
	    $(PROGRAMS:%=$(bash)/%) $(PROGRAMS:%=$(zsh)/_%) $(PROGRAMS:%=$(fish)/%.fish) \
	    $(units)/datanommer-consumer.service
	rm -rf $(data) $(samples)

clean:
	rm -rf .build .build-release
