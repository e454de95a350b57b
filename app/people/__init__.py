"""Who sits in a workgroup, and inviting them."""
