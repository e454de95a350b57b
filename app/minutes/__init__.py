"""The text of the minutes: blocks, remarks, approval, editions."""
