# Every target is a command of rt.py, so that it works without make too.
PYTHON ?= python3

.PHONY: help setup run test prove mutants check bench shots document words lock clean
help:
	@echo "make run       set up, load the demonstration, serve on 127.0.0.1 (PORT=8000)"
	@echo "make test      all tests, and on PostgreSQL what can go otherwise there"
	@echo "make prove     everything on both databases, with planted faults and long runs (two hours at most)"
	@echo "make mutants   small faults in the code that decides: which are seen? (two hours at most; see docs/proof.md)"
	@echo "make check     format, lint, types, contracts, templates, migrations"
	@echo "make bench     speed, against a bare twin (a quarter of an hour; see docs/performance.md)"
	@echo "make shots     screenshots of every page"
	@echo "make document  write the generated pages in docs/"
	@echo "make words     extract the sentences for the catalogues"
	@echo "make lock      resolve the requirements anew"

setup run test prove mutants check bench shots document words lock:
	@$(PYTHON) rt.py $@

clean:
	rm -rf .venv build var
