# The everyday commands. `make run` needs nothing but a Rust toolchain.
.POSIX:
.DEFAULT_GOAL := help
.PHONY: help run test eval fuzz lint bench sqlx

# Queries are checked against the committed .sqlx, also where a .env names a DATABASE_URL for running.
export SQLX_OFFLINE = true

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-6s %s\n", $$1, $$2 }' Makefile

run: ## set up what is missing, build, and open the chat: prints an address for the browser
	@scripts/setup-postgres
	cargo build --locked
	exec "$${CARGO_TARGET_DIR:-target}"/debug/farthing sandbox

test: ## run every test; the ones in a browser where there is a chromium
	@scripts/setup-postgres
	cargo test --locked

eval: ## ask the questions of evals/ of the rules alone; EVAL_DIR names another set
	@scripts/setup-postgres
	cargo test --locked --test eval

# The fuzzer wants two flags that the stable compiler has but does not promise to keep.
fuzz: ## feed the statement reader broken files for FUZZ_SECONDS (60); a crash is kept in fuzz/artifacts
	command -v cargo-fuzz >/dev/null || cargo install --locked cargo-fuzz
	mkdir -p fuzz/target/found
	RUSTC_BOOTSTRAP=1 cargo fuzz run --sanitizer none statement fuzz/target/found fuzz/corpus/statement -- -max_total_time=$${FUZZ_SECONDS:-60} -timeout=20 -rss_limit_mb=4096 -max_len=65536

lint: ## check format and lints
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings

bench: ## measure; prints a table and writes target/bench.json
	@scripts/setup-postgres
	cargo bench --locked --profile dev --bench '*'

sqlx: ## write .sqlx anew after a query or a migration changed
	@scripts/setup-postgres
	rm -rf .sqlx.new
	scripts/write-queries .sqlx.new
	rm -rf .sqlx
	mv .sqlx.new .sqlx
