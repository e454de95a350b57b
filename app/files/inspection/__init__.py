"""What a file is and whether it may come in: one format a file, bytes before names, nothing decoded or run.

Rules from D11 and 3.8 of the design: a list of what is accepted, limits before anything is unpacked, XML through
defusedxml, refusal of whatever acts by itself (macros, scripts, fields that fetch) or hides another file.
"""
