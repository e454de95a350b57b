"""Small faults in the code that decides, each tried against the tests that guard it: `make mutants`."""
