"""The proof: a page for the coordinator, the export, the verifier."""
