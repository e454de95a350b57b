"""The sheet of one organisation in a workgroup: what is expected of it, what it promised, what it led."""
