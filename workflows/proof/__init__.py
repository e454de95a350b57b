"""What `audit verify` looks at beyond the chain: that the tables say what the trail says, and nothing else.

One step a file: `replay` reads the entries of a table to the last value of each column, `stored` reads the table, and
`tables` lays the two side by side; `rendered`, `digests` and `triggers` look at what is made out of the columns and at
what guards them; `completing` writes down what the trail of an older release left untold.
"""
